//! Lists the files of `src/scenarios`, so that a new suite is one new file.

use std::{env, error::Error, fmt::Write, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/scenarios");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files: Vec<_> = fs::read_dir(&folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    files.retain(|path| path.extension().is_some_and(|end| end == "rs"));
    files.sort();

    let (mut modules, mut list) = (String::new(), String::new());
    for path in &files {
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .ok_or("file name")?;
        writeln!(modules, "#[path = {path:?}]\nmod {name};")?;
        let suite = name.replace('_', "-");
        write!(list, "({suite:?}, {name}::suite), ")?;
    }
    let code = format!(
        "{modules}\n/// Every suite by its name, in the order of their files.\n\
         pub const ALL: &[(&str, Deploy)] = &[{list}];\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("scenarios.rs"), code)?;
    Ok(())
}
