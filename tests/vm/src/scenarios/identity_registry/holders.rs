//! What holders do: profiles, keys, barred issuers, guardians and moves.

use cosmwasm_std::Binary;
use ed25519_zebra::{SigningKey, VerificationKey};
use health_kit::hash::tagged_hash;
use health_types::identity::{CredentialKind, Curve, DeviceKey, ExecuteMsg, NewProfile};

use super::World;
use crate::address::account;
use crate::administration::WIDENING_WAITS;
use crate::chain::CHAIN_ID;
use crate::scenario::Case;
use crate::Call;

const GUARDIANS: [&str; 3] = ["mother", "father", "lawyer"];

pub(super) fn cases(world: &World) -> Vec<Case> {
    [profiles(world), bars(world), moves(world)]
        .into_iter()
        .flatten()
        .collect()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from([seed; 32])
}

fn public(key: &SigningKey) -> DeviceKey {
    DeviceKey {
        curve: Curve::Ed25519,
        public_key: <[u8; 32]>::from(VerificationKey::from(key)).into(),
    }
}

/// The device takes its second key, by both signatures.
fn rotate(world: &World) -> Call {
    let (old, new) = (key(1), key(2));
    let curve = [health_types::codes::Code::number(Curve::Ed25519)];
    let hash = tagged_hash(
        "cw-health/identity/rotate-key/1",
        &[
            CHAIN_ID.as_bytes(),
            world.town.identity.as_bytes(),
            &world.device.to_be_bytes(),
            &0u64.to_be_bytes(),
            &curve,
            &public(&old).public_key,
            &curve,
            &public(&new).public_key,
        ],
    );
    let sign = |key: &SigningKey| Binary::from(<[u8; 64]>::from(key.sign(&hash.0)));
    let msg = ExecuteMsg::RotateKey {
        key: public(&new),
        old_signature: sign(&old),
        new_signature: sign(&new),
    };
    world.send("device", &msg)
}

fn profile(endpoints: usize, key: Option<DeviceKey>) -> NewProfile {
    NewProfile {
        name: "Ward 7".into(),
        did: Some("did:web:example.org".into()),
        endpoints: (0..endpoints)
            .map(|number| format!("{:x<255}{number}", "https://example.org/"))
            .collect(),
        key,
        calibrated_until: None,
    }
}

impl World {
    /// The clinic sets its profile.
    pub(super) fn clinic_profile(&self) -> Call {
        self.update("clinic", CredentialKind::ProviderOrganisation, profile(0, None))
    }

    fn update(&self, sender: &str, kind: CredentialKind, profile: NewProfile) -> Call {
        self.send(sender, &ExecuteMsg::UpdateProfile { kind, profile })
    }
}

fn profiles(world: &World) -> Vec<Case> {
    let provider = CredentialKind::ProviderOrganisation;
    let full = world.update("clinic", provider, profile(8, None));
    let device = world.update("device", CredentialKind::Device, profile(0, Some(public(&key(1)))));
    let deactivate = world.send("device", &ExecuteMsg::DeactivateDevice {});
    vec![
        Case::new("update a profile", world.clinic_profile()),
        Case::new("update a profile with eight full endpoints", full),
        Case::new("rotate a device's key", rotate(world)).after(device.clone()),
        Case::new("deactivate a device", deactivate).after(device),
    ]
}

fn bars(world: &World) -> Vec<Case> {
    let bar = world.send("doctor", &ExecuteMsg::BarIssuer { issuer: 1 });
    let unbar = world.send("doctor", &ExecuteMsg::UnbarIssuer { issuer: 1 });
    vec![
        Case::new("bar an issuer", bar.clone()),
        Case::new("unbar it", unbar).after(bar),
    ]
}

impl World {
    /// The doctor names guardians.
    pub(super) fn name_guardians(&self) -> Call {
        let msg = ExecuteMsg::NameGuardians {
            guardians: GUARDIANS.map(account).to_vec(),
            threshold: 2,
        };
        self.send("doctor", &msg)
    }

    /// A guardian votes that the doctor move.
    pub(super) fn vote(&self, guardian: &str) -> Call {
        let msg = ExecuteMsg::ProposeMove {
            holder: self.doctor,
            account: account("new doctor"),
        };
        self.send(guardian, &msg)
    }
}

fn moves(world: &World) -> Vec<Case> {
    let holder = world.doctor;
    let named = |case: Case| case.after(world.name_guardians());
    let proposed = |case: Case| named(case).after(world.vote("mother")).after(world.vote("father"));
    let accept = world.send("new doctor", &ExecuteMsg::AcceptMove { holder });
    let execute = world.send("anyone", &ExecuteMsg::ExecuteMove { holder });
    let veto = world.send("doctor", &ExecuteMsg::VetoMove {});
    vec![
        Case::new("name three guardians", world.name_guardians()),
        named(Case::new("vote for a move", world.vote("mother"))),
        named(Case::new("vote, so that it is proposed", world.vote("father"))).after(world.vote("mother")),
        proposed(Case::new("accept the move", accept.clone())),
        proposed(Case::new("veto the move", veto)),
        proposed(Case::new("carry the move out", execute))
            .after(accept)
            .after_seconds(WIDENING_WAITS),
    ]
}
