//! Obligations in the vocabulary of cases, sorted by canonical JSON at every depth.

use super::names::Names;
use health_fhir::write_day;
use health_types::codes::Code;
use health_types::consent::{Filter, Labels, Obligation, ObligationKind};
use health_types::Bytes32;
use serde_json::{Map, Value};

/// The obligations, by canonical JSON.
pub fn obligations(list: &[Obligation], names: &dyn Names) -> Vec<Value> {
    sorted(list.iter().map(|one| obligation(one, names)).collect())
}

/// Values in the order of their canonical JSON: serde_json keeps the keys of an object sorted.
pub(super) fn sorted(mut list: Vec<Value>) -> Vec<Value> {
    list.sort_by_cached_key(Value::to_string);
    list
}

fn obligation(stated: &Obligation, names: &dyn Names) -> Value {
    let kind = match stated.kind {
        ObligationKind::Only => "only",
        ObligationKind::Redact => "redact",
    };
    let filters = |list: &Vec<Filter>| {
        Value::from(sorted(list.iter().map(|one| filter(one, names)).collect()))
    };
    let mut object = Map::new();
    object.insert("kind".into(), kind.into());
    object.extend(stated.any.iter().map(|list| ("any".into(), filters(list))));
    object.extend(
        stated
            .unless
            .iter()
            .map(|list| ("unless".into(), filters(list))),
    );
    object.extend(
        stated
            .where_
            .iter()
            .map(|one| ("where".into(), filter(one, names))),
    );
    Value::from(object)
}

fn filter(stated: &Filter, names: &dyn Names) -> Value {
    let mut object = Map::new();
    let mut list = |key: &str, values: Option<Vec<Value>>| {
        object.extend(values.map(|values| (key.to_string(), Value::from(sorted(values)))));
    };
    let named = |values: &Option<Vec<Bytes32>>| {
        let name = |bytes: &Bytes32| Value::from(name(bytes, names));
        values
            .as_ref()
            .map(|values| values.iter().map(name).collect())
    };
    list("authors", named(&stated.authors));
    list("custodians", named(&stated.custodians));
    list("records", named(&stated.records));
    list("related", named(&stated.contexts));
    let classes = stated.classes.as_ref();
    list(
        "classes",
        classes.map(|classes| classes.iter().map(|class| class.code().into()).collect()),
    );
    list(
        "labels",
        stated.labels.as_ref().map(|stated| labels(stated, names)),
    );
    if let Some(days) = &stated.data_period {
        let last = days.until.and_then(|until| until.checked_sub(1));
        let mut span = Map::new();
        let first = days.from.and_then(write_day);
        span.extend(first.map(|day| ("start".to_string(), day.into())));
        span.extend(
            last.and_then(write_day)
                .map(|day| ("end".to_string(), day.into())),
        );
        object.insert("data_period".into(), Value::from(span));
    }
    Value::from(object)
}

fn labels(stated: &Labels, names: &dyn Names) -> Vec<Value> {
    let levels = stated.confidentiality.iter();
    let levels = levels.map(|level| format!("conf:{}", level.code()));
    let labels = stated.sensitivity.iter().flatten();
    let labels = labels.map(|label| format!("sens:{}", label.code()));
    let private = stated
        .private
        .iter()
        .flatten()
        .map(|bytes| name(bytes, names));
    levels
        .chain(labels)
        .chain(private)
        .map(Value::from)
        .collect()
}

/// The name that bytes were given for, or the bytes themselves.
fn name(bytes: &Bytes32, names: &dyn Names) -> String {
    names
        .name(bytes)
        .map_or_else(|| bytes.to_string(), str::to_string)
}
