//! Large, dull logs for benches: of real shape, in files of real sizes, as much as is wanted.

use std::{io, path::Path};

use jiff::{SignedDuration, Timestamp};

use crate::{
    log::Log,
    recipe::{Plant, Recipe, Scanners, Traffic},
    tree::write_within,
    truth::Truth,
};

/// Which logs a bench wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volume {
    /// HttpProxy of all protocols, files of up to 10 MB.
    HttpProxy,
    /// IIS of both sites, day files of some 200 MB.
    Iis,
}

/// First moment of every volume, 2021-02-01T00:00:00Z: plants go after it. 10 MB of HttpProxy logs
/// last four minutes, 10 MB of IIS logs an hour and a half.
pub const VOLUME_START: Timestamp = Timestamp::constant(1_612_137_600, 0);

/// Requests per hour for files of real size. A busy server fills most of a 10 MB HttpProxy file
/// per protocol and hour; a published server wrote 425,000 IIS front-end rows a day
/// (Nico77600/ExchangeLogReport).
const PROXY_REQUESTS_PER_HOUR: u32 = 140_000;
const IIS_REQUESTS_PER_HOUR: u32 = 18_000;

/// Longest span of a volume: ten years of hours, more than any size asks for.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 3_650);

/// Writes about `bytes` bytes (at most one row more) of benign logs below `out`, and whatever
/// `plants` there are to find in them.
///
/// # Errors
/// When something cannot be written.
pub fn write_volume(
    kind: Volume,
    bytes: u64,
    out: &Path,
    seed: u64,
    plants: &[Plant],
) -> io::Result<Truth> {
    let (logs, per_hour) = match kind {
        Volume::HttpProxy => (Log::HTTP_PROXY.to_vec(), PROXY_REQUESTS_PER_HOUR),
        Volume::Iis => (Log::IIS.to_vec(), IIS_REQUESTS_PER_HOUR),
    };
    let recipe = Recipe {
        seed,
        start: VOLUME_START,
        end: VOLUME_START + LONGEST,
        traffic: Traffic::RequestsPerHour(per_hour),
        users: 400,
        logs,
        scanners: Scanners::Web,
        plants: plants.to_vec(),
        ..Recipe::default()
    };
    write_within(&recipe, out, bytes)
}
