//! Custodians, records and accesses to them.

use crate::Suite;
use health_types::codes::{Action, DataClass, PurposeOfUse, Sensitivity};
use health_types::consent::{
    AccessAttempt, AccessData, AccessItem, Category, DecisionResponse, DisclosureResponse,
    DisclosuresResponse, ExecuteMsg, NewRecord, Purpose, QueryMsg, RecordRef,
};
use health_types::Bytes32;

impl Suite {
    /// The commitment of every record.
    pub const COMMITMENT: Bytes32 = Bytes32([0xC0; 32]);

    /// The locator of the record with this id.
    pub fn locator(id: u32) -> Bytes32 {
        let [.., last] = id.to_be_bytes();
        let mut bytes = [0xA0; 32];
        bytes[31] = last;
        Bytes32(bytes)
    }

    /// Has the owner accept an organisation as custodian.
    pub fn accept_custodian(&mut self, owner: &str, subject: Bytes32, custodian: &str) {
        let custodian = self.holder(custodian);
        self.must(owner, &ExecuteMsg::AcceptCustodian { subject, custodian });
    }

    /// A record of these classes and labels, authored on the first day of 2026.
    pub fn new_record(id: u32, classes: &[DataClass], labels: &[Sensitivity]) -> NewRecord {
        NewRecord {
            id,
            commitment: Self::COMMITMENT,
            locator: Self::locator(id),
            classes: classes.to_vec(),
            labels: Some(Self::labels(labels)).filter(|labels| labels.sensitivity.is_some()),
            author: None,
            contexts: vec![],
            day: 20_454,
            key_version: 1,
        }
    }

    /// Has a custodian register one record.
    pub fn register_record(
        &mut self,
        custodian: &str,
        subject: Bytes32,
        id: u32,
        classes: &[DataClass],
        labels: &[Sensitivity],
    ) {
        let records = vec![Self::new_record(id, classes, labels)];
        self.must(custodian, &ExecuteMsg::RegisterRecords { subject, records });
    }

    /// The name of a custodian's record.
    pub fn record(&self, custodian: &str, id: u32) -> RecordRef {
        RecordRef {
            custodian: self.holder(custodian),
            id,
        }
    }

    /// The message that records an access of `requester`.
    pub fn access(
        &self,
        subject: Bytes32,
        requester: &str,
        organisations: &[u32],
        purpose: PurposeOfUse,
        items: Vec<AccessItem>,
    ) -> ExecuteMsg {
        ExecuteMsg::RecordAccess {
            attempt: AccessAttempt {
                subject,
                requester: self.account(requester).to_string(),
                organisations: Some(organisations.to_vec()).filter(|list| !list.is_empty()),
                purpose: Purpose::Code { code: purpose },
                action: Action::Access,
                category: Category::PatientPrivacy,
            },
            items,
        }
    }

    /// Has an access recorded, which must be carried out. Gives the answers.
    pub fn record_access(
        &mut self,
        sender: &str,
        subject: Bytes32,
        requester: &str,
        organisations: &[u32],
        purpose: PurposeOfUse,
        items: Vec<AccessItem>,
    ) -> Vec<DecisionResponse> {
        let access = self.access(subject, requester, organisations, purpose, items);
        self.must(sender, &access).data::<AccessData>().answers
    }

    /// The whole accounting of disclosures, page by page.
    pub fn disclosures(&self, subject: Bytes32) -> Vec<DisclosureResponse> {
        let mut all = Vec::new();
        let mut start_after = None;
        loop {
            let page: DisclosuresResponse = self
                .ask_consent(&QueryMsg::Disclosures {
                    subject,
                    start_after,
                    limit: Some(50),
                })
                .expect("disclosures are listed");
            all.extend(page.items);
            start_after = page.next;
            if start_after.is_none() {
                return all;
            }
        }
    }
}
