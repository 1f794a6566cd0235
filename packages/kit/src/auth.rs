//! Who may send what.
//!
//! Each contract has one function `required_role(&ExecuteMsg) -> Role` over its own roles, asked before anything is
//! loaded, and a golden file of [`matrix`], which shows every change of a right as a change of one cell.

use crate::KitError;

/// Refuses a sender that the contract found not to hold the required role. The answer is the same whether or not
/// the record in question exists.
///
/// # Errors
/// `unauthorized` unless `allowed`.
pub fn ensure(allowed: bool) -> Result<(), KitError> {
    allowed.then_some(()).ok_or(KitError::Unauthorized)
}

/// The table of messages and roles, in Markdown: a row for each message with the role it requires, a column for
/// each role, `x` where a holder of that role alone may send it.
pub fn matrix<R>(
    roles: &[(&str, R)],
    messages: &[(&str, R)],
    may: impl Fn(&R, &R) -> bool,
) -> String {
    let mut table = String::from("| message |");
    for (name, _) in roles {
        table.push_str(&format!(" {name} |"));
    }
    table.push_str("\n|---|");
    table.push_str(&":-:|".repeat(roles.len()));
    for (message, required) in messages {
        table.push_str(&format!("\n| {message} |"));
        for (_, held) in roles {
            table.push_str(if may(held, required) { " x |" } else { " |" });
        }
    }
    table.push('\n');
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(PartialEq)]
    enum Role {
        Owner,
        Anyone,
    }

    #[test]
    fn a_row_for_each_message_and_a_column_for_each_role() {
        let table = matrix(
            &[("owner", Role::Owner), ("anyone", Role::Anyone)],
            &[("erase", Role::Owner), ("register", Role::Anyone)],
            |held, required| held == required || *required == Role::Anyone,
        );
        assert_eq!(
            table,
            "| message | owner | anyone |\n|---|:-:|:-:|\n| erase | x | |\n| register | x | x |\n"
        );
    }

    #[test]
    fn refused_unless_allowed() {
        assert_eq!(ensure(true), Ok(()));
        assert_eq!(ensure(false), Err(KitError::Unauthorized));
    }
}
