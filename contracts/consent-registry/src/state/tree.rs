//! Rule trees in storage: rules in pre-order. Of a rule: head u8 (depth 2 bits, deny, last: 1 bit each), the filters
//! that it states u16, and each of those in the order of its bit.

use super::actor;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_rules::consent::{
    Node, Tree, MAX_ACTIONS, MAX_ACTORS, MAX_CLASSES, MAX_LABELS, MAX_NODES, MAX_PURPOSES,
    MAX_SELECTORS,
};
use health_types::codes::{Code, PurposeOfUse};
use health_types::consent::{DataPeriod, Effect, Labels, Purpose};
use health_types::{Bytes32, Period};

const DEPTH: u8 = 0b0011;
const DENY: u8 = 0b0100;
/// No rule follows: a tree that was cut short is not taken for a smaller one.
const LAST: u8 = 0b1000;

const ACTORS: u16 = 1;
const PURPOSES: u16 = 1 << 1;
const ACTIONS: u16 = 1 << 2;
const CLASSES: u16 = 1 << 3;
const CONFIDENTIALITY: u16 = 1 << 4;
const SENSITIVITY: u16 = 1 << 5;
const PRIVATE: u16 = 1 << 6;
const PERIOD: u16 = 1 << 7;
/// A data period is stated, though it may be open at both ends.
const DATA_PERIOD: u16 = 1 << 8;
const DATA_FROM: u16 = 1 << 9;
const DATA_UNTIL: u16 = 1 << 10;
const RECORDS: u16 = 1 << 11;
const CONTEXTS: u16 = 1 << 12;
const AUTHORS: u16 = 1 << 13;
const CUSTODIANS: u16 = 1 << 14;
const KNOWN: u16 = (1 << 15) - 1;

/// What stands where a purpose of HL7's has its number.
const PROJECT: u8 = 0xFE;
const OTHER: u8 = 0xFF;

/// Appends a tree.
pub fn pack(tree: &Tree, writer: &mut Writer) {
    let mut nodes = tree.nodes().iter().peekable();
    while let Some(node) = nodes.next() {
        let last = if nodes.peek().is_none() { LAST } else { 0 };
        pack_node(node, last, writer);
    }
}

/// Reads a tree.
///
/// # Errors
/// [`CorruptState`] if the bytes are no tree.
pub fn unpack(reader: &mut Reader) -> Result<Tree, CorruptState> {
    let mut nodes = Vec::new();
    loop {
        let too_many = reader.corrupt();
        let (node, last) = unpack_node(reader)?;
        nodes.push(node);
        if last {
            break;
        }
        if nodes.len() >= MAX_NODES {
            return Err(too_many);
        }
    }
    Tree::from_nodes(nodes).map_err(|_| reader.corrupt())
}

fn stated(node: &Node) -> u16 {
    let labels = node.labels.as_ref();
    let days = node.data_period.as_ref();
    [
        (node.actors.is_some(), ACTORS),
        (node.purposes.is_some(), PURPOSES),
        (node.actions.is_some(), ACTIONS),
        (node.classes.is_some(), CLASSES),
        (
            labels.is_some_and(|labels| labels.confidentiality.is_some()),
            CONFIDENTIALITY,
        ),
        (
            labels.is_some_and(|labels| labels.sensitivity.is_some()),
            SENSITIVITY,
        ),
        (
            labels.is_some_and(|labels| labels.private.is_some()),
            PRIVATE,
        ),
        (node.period.is_some(), PERIOD),
        (days.is_some(), DATA_PERIOD),
        (days.is_some_and(|days| days.from.is_some()), DATA_FROM),
        (days.is_some_and(|days| days.until.is_some()), DATA_UNTIL),
        (node.records.is_some(), RECORDS),
        (node.contexts.is_some(), CONTEXTS),
        (node.authors.is_some(), AUTHORS),
        (node.custodians.is_some(), CUSTODIANS),
    ]
    .into_iter()
    .filter(|(stated, _)| *stated)
    .fold(0, |mask, (_, bit)| mask | bit)
}

fn pack_node(node: &Node, last: u8, writer: &mut Writer) {
    let deny = match node.effect {
        Effect::Permit => 0,
        Effect::Deny => DENY,
    };
    writer.u8(node.depth | deny | last);
    writer.u16(stated(node));
    if let Some(actors) = &node.actors {
        count(actors, writer);
        actors.iter().for_each(|one| actor::pack(one, writer));
    }
    if let Some(purposes) = &node.purposes {
        count(purposes, writer);
        purposes.iter().for_each(|one| pack_purpose(one, writer));
    }
    if let Some(actions) = &node.actions {
        writer.codes(actions);
    }
    if let Some(classes) = &node.classes {
        writer.codes(classes);
    }
    if let Some(labels) = &node.labels {
        if let Some(level) = labels.confidentiality {
            writer.code(level);
        }
        if let Some(labels) = &labels.sensitivity {
            writer.codes(labels);
        }
        if let Some(labels) = &labels.private {
            writer.list(labels);
        }
    }
    if let Some(period) = &node.period {
        period.pack(writer);
    }
    if let Some(days) = &node.data_period {
        days.from
            .iter()
            .chain(&days.until)
            .for_each(|day| writer.i32(*day));
    }
    [
        &node.records,
        &node.contexts,
        &node.authors,
        &node.custodians,
    ]
    .into_iter()
    .flatten()
    .for_each(|selectors| writer.list(selectors));
}

/// A rule, and whether it is the last.
fn unpack_node(reader: &mut Reader) -> Result<(Node, bool), CorruptState> {
    let unknown = reader.corrupt();
    let head = reader.u8()?;
    let stated = reader.u16()?;
    let has = |bit: u16| stated & bit != 0;
    if head & !(DEPTH | DENY | LAST) != 0
        || stated & !KNOWN != 0
        || (has(DATA_FROM | DATA_UNTIL) && !has(DATA_PERIOD))
    {
        return Err(unknown);
    }
    let effect = if head & DENY == 0 {
        Effect::Permit
    } else {
        Effect::Deny
    };
    let mut node = Node::new(head & DEPTH, effect);
    if has(ACTORS) {
        node.actors = Some(counted(reader, MAX_ACTORS, actor::unpack)?);
    }
    if has(PURPOSES) {
        node.purposes = Some(counted(reader, MAX_PURPOSES, unpack_purpose)?);
    }
    if has(ACTIONS) {
        node.actions = Some(counted(reader, MAX_ACTIONS, |reader| reader.code())?);
    }
    if has(CLASSES) {
        node.classes = Some(counted(reader, MAX_CLASSES, |reader| reader.code())?);
    }
    if has(CONFIDENTIALITY | SENSITIVITY | PRIVATE) {
        node.labels = Some(Labels {
            confidentiality: has(CONFIDENTIALITY).then(|| reader.code()).transpose()?,
            sensitivity: has(SENSITIVITY)
                .then(|| counted(reader, MAX_LABELS, |reader| reader.code()))
                .transpose()?,
            private: selectors(reader, has(PRIVATE))?,
        });
    }
    if has(PERIOD) {
        node.period = Some(Period::unpack(reader)?);
    }
    if has(DATA_PERIOD) {
        node.data_period = Some(DataPeriod {
            from: has(DATA_FROM).then(|| reader.i32()).transpose()?,
            until: has(DATA_UNTIL).then(|| reader.i32()).transpose()?,
        });
    }
    node.records = selectors(reader, has(RECORDS))?;
    node.contexts = selectors(reader, has(CONTEXTS))?;
    node.authors = selectors(reader, has(AUTHORS))?;
    node.custodians = selectors(reader, has(CUSTODIANS))?;
    Ok((node, head & LAST != 0))
}

/// Appends a purpose: its code u8, or a mark u8 and 32 bytes.
pub fn pack_purpose(purpose: &Purpose, writer: &mut Writer) {
    match purpose {
        Purpose::Code { code } => writer.code(*code),
        Purpose::Project { id } => {
            writer.u8(PROJECT);
            id.pack(writer);
        }
        Purpose::Other { id } => {
            writer.u8(OTHER);
            id.pack(writer);
        }
    }
}

/// Reads a purpose back.
///
/// # Errors
/// [`CorruptState`] if the bytes are no purpose.
pub fn unpack_purpose(reader: &mut Reader) -> Result<Purpose, CorruptState> {
    let unknown = reader.corrupt();
    match reader.u8()? {
        PROJECT => Ok(Purpose::Project {
            id: Bytes32::unpack(reader)?,
        }),
        OTHER => Ok(Purpose::Other {
            id: Bytes32::unpack(reader)?,
        }),
        number => PurposeOfUse::from_number(number)
            .map(|code| Purpose::Code { code })
            .ok_or(unknown),
    }
}

fn selectors(reader: &mut Reader, stated: bool) -> Result<Option<Vec<Bytes32>>, CorruptState> {
    stated
        .then(|| counted(reader, MAX_SELECTORS, Bytes32::unpack))
        .transpose()
}

/// Lossless: the bounds of a tree lie below 256, and what a writer cannot hold it reports.
fn count<T>(items: &[T], writer: &mut Writer) {
    writer.u8(u8::try_from(items.len()).unwrap_or(u8::MAX));
}

/// A list with at least one and at most `max` entries.
fn counted<T>(
    reader: &mut Reader,
    max: usize,
    read: impl Fn(&mut Reader) -> Result<T, CorruptState>,
) -> Result<Vec<T>, CorruptState> {
    let wrong = reader.corrupt();
    let count = reader.u8()?;
    if count == 0 || usize::from(count) > max {
        return Err(wrong);
    }
    (0..count).map(|_| read(reader)).collect()
}
