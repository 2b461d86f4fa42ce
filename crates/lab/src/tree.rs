//! From a recipe to a tree of evidence.

use std::{collections::BTreeMap, io, path::Path};

use model::Hole;

use crate::{
    doors, faults,
    log::{Log, write_file},
    plants::{self, Plants},
    recipe::{Fault, Recipe},
    settings,
    stage::Stage,
    truth::Truth,
};

/// Writes the evidence of the recipe's server below `out`, one folder per volume, and its truth
/// beside `out` (see [`Truth::beside`]). `out` should be absent or empty.
///
/// # Errors
/// When something cannot be written.
pub fn write(recipe: &Recipe, out: &Path) -> io::Result<Truth> {
    let mut truth = write_within(recipe, out, u64::MAX)?;
    settings::write(recipe, out)?;
    let (files, doors) = doors::disk_of(recipe);
    truth.doors = doors;
    for file in &files {
        let at = file.at.map(|at| at.as_millisecond());
        write_file(out, &file.path, &file.content, at)?;
    }
    truth.save(&Truth::beside(out))?;
    Ok(truth)
}

/// As [`write()`], stopping once `budget` bytes are written, and keeping the truth to itself.
pub(crate) fn write_within(recipe: &Recipe, out: &Path, budget: u64) -> io::Result<Truth> {
    let mut stage = Stage::new(recipe, out);
    let holes = dig(recipe, &mut stage);
    let Plants { steps, truths: mut plants, files: left } = plants::all(recipe, &stage);
    stage.run(recipe, steps, &mut plants, budget)?;
    for file in &left {
        write_file(out, &file.path, &file.content, Some(file.at))?;
    }
    let rows = stage.writers().map(|(log, writer)| (log, writer.rows)).collect();
    let mut files: Vec<(Log, String)> = Vec::new();
    for (log, writer) in stage.writers() {
        files.extend(writer.files.iter().map(|file| (log, file.clone())));
    }
    let damaged = faults::apply(recipe, out, &mut files)?;
    Ok(Truth {
        recipe: recipe.clone(),
        plants,
        doors: Vec::new(),
        holes,
        damaged,
        files: files.into_iter().map(|(_, file)| file).collect(),
        rows,
        bytes: stage.writers().map(|(_, writer)| writer.bytes).sum(),
    })
}

/// Makes the recipe's holes known to the logs.
fn dig(recipe: &Recipe, stage: &mut Stage) -> BTreeMap<Log, Vec<Hole>> {
    let mut holes: BTreeMap<Log, Vec<Hole>> = BTreeMap::new();
    for fault in &recipe.faults {
        let Fault::Hole { logs, from, to } = fault else { continue };
        for log in logs {
            if let Some(writer) = stage.writer(*log) {
                writer.holes.push((from.as_millisecond(), to.as_millisecond()));
                holes.entry(*log).or_default().push(Hole { from: *from, to: *to });
            }
        }
    }
    holes
}
