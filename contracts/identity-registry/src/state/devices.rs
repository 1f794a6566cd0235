//! Profiles of organisations and devices, and the keys of devices.

use super::parts::{flag, pack_option, pack_text, unpack_option, unpack_text};
use cosmwasm_std::Storage;
use health_kit::map::PackedMap;
use health_kit::pack::{CorruptState, Packed, Reader, Writer};
use health_kit::KitError;
use health_types::identity::{DeviceKey, Profile, MAX_ENDPOINTS};

pub(super) const PROFILES: PackedMap<u32, StoredProfile> = PackedMap::new(0x0F, "profile");
pub(super) const DEVICES: PackedMap<u32, Device> = PackedMap::new(0x10, "device");

/// A profile: name, DID behind a flag, endpoints; texts behind their lengths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProfile {
    /// The display name.
    pub name: String,
    /// The DID.
    pub did: Option<String>,
    /// The endpoints.
    pub endpoints: Vec<String>,
}

struct Text(String);

impl Packed for Text {
    fn pack(&self, writer: &mut Writer) {
        pack_text(&self.0, writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        unpack_text(reader).map(Text)
    }
}

impl Packed for StoredProfile {
    fn pack(&self, writer: &mut Writer) {
        pack_text(&self.name, writer);
        pack_option(self.did.clone().map(Text).as_ref(), writer);
        let endpoints: Vec<_> = self.endpoints.iter().cloned().map(Text).collect();
        writer.list(&endpoints);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        // Lossless: eight.
        let max = u8::try_from(MAX_ENDPOINTS).unwrap_or(u8::MAX);
        Ok(StoredProfile {
            name: unpack_text(reader)?,
            did: unpack_option::<Text>(reader)?.map(|text| text.0),
            endpoints: reader
                .list::<Text>(max)?
                .into_iter()
                .map(|text| text.0)
                .collect(),
        })
    }
}

impl From<StoredProfile> for Profile {
    fn from(stored: StoredProfile) -> Self {
        Profile {
            name: stored.name,
            did: stored.did,
            endpoints: stored.endpoints,
        }
    }
}

/// A device: deactivated u8, sequence u64, calibrated until u32, then the key behind a flag: curve u8, bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Whether it is out of use for ever.
    pub deactivated: bool,
    /// How often its key was rotated.
    pub sequence: u64,
    /// Until when it is calibrated.
    pub calibrated_until: Option<u32>,
    /// Its key.
    pub key: Option<DeviceKey>,
}

struct StoredKey(DeviceKey);

impl Packed for StoredKey {
    fn pack(&self, writer: &mut Writer) {
        writer.code(self.0.curve);
        writer.bytes8(&self.0.public_key);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(StoredKey(DeviceKey {
            curve: reader.code()?,
            public_key: reader.bytes8()?.into(),
        }))
    }
}

impl Packed for Device {
    fn pack(&self, writer: &mut Writer) {
        writer.u8(u8::from(self.deactivated));
        writer.u64(self.sequence);
        writer.opt_time(self.calibrated_until);
        pack_option(self.key.clone().map(StoredKey).as_ref(), writer);
    }

    fn unpack(reader: &mut Reader) -> Result<Self, CorruptState> {
        Ok(Device {
            deactivated: flag(reader)?,
            sequence: reader.u64()?,
            calibrated_until: reader.opt_time()?,
            key: unpack_option::<StoredKey>(reader)?.map(|key| key.0),
        })
    }
}

/// The profile of a holder.
pub fn profile(storage: &dyn Storage, holder: u32) -> Result<Option<StoredProfile>, KitError> {
    PROFILES.may_load(storage, &holder)
}

/// Stores the profile of a holder.
pub fn save_profile(
    storage: &mut dyn Storage,
    holder: u32,
    profile: &StoredProfile,
) -> Result<(), KitError> {
    PROFILES.save(storage, &holder, profile)
}

/// The device that a holder is.
pub fn device(storage: &dyn Storage, holder: u32) -> Result<Option<Device>, KitError> {
    DEVICES.may_load(storage, &holder)
}

/// Stores the device that a holder is.
pub fn save_device(
    storage: &mut dyn Storage,
    holder: u32,
    device: &Device,
) -> Result<(), KitError> {
    DEVICES.save(storage, &holder, device)
}
