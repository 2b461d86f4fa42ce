//! Holds the crates to their floors: a crate may use crates below it and none beside or above.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The floors from the ground up, as ARCHITECTURE.md draws them.
const FLOORS: &[&[&str]] = &[
    &["model"],
    &["evidence", "formats", "host", "detect", "pages", "verdict", "case", "report"],
    &["discover", "sigma", "yara", "analyzers", "exposure", "lab"],
    &["engine"],
    &["fleet"],
    &["cli"],
];

/// Edges that would be legal by floor and are banned by the design.
const BANNED: &[(&str, &str)] = &[("sigma", "formats"), ("analyzers", "formats")];

/// Fails with every edge that runs up or sideways.
pub fn check() -> Result<()> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .context("running cargo metadata")?;
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let faults = faults(&metadata);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("the floors are broken:\n  {}", faults.join("\n  "))
}

fn faults(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let mut faults = Vec::new();
    for package in packages {
        let Some(name) = noun(&package["name"]).filter(|name| *name != "xtask") else { continue };
        let Some(own) = floor(name) else {
            faults.push(format!("{name} stands on no floor; name it in xtask/src/floors.rs"));
            continue;
        };
        let dependencies = package["dependencies"].as_array().map_or(&[][..], Vec::as_slice);
        // Tests may look anywhere below the command line; what ships may not.
        for dependency in dependencies.iter().filter(|edge| edge["kind"].is_null()) {
            let Some(used) = noun(&dependency["name"]) else { continue };
            let legal = floor(used).is_some_and(|below| below < own);
            if !legal || BANNED.contains(&(name, used)) {
                faults.push(format!("{name} may not use {used}"));
            }
        }
    }
    faults
}

/// The noun of one of our own packages.
fn noun(name: &Value) -> Option<&str> {
    match name.as_str()? {
        "afterpatch" => Some("cli"),
        "xtask" => Some("xtask"),
        other => other.strip_prefix("afterpatch-"),
    }
}

fn floor(noun: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&noun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crates_keep_their_floors() {
        check().expect("floors");
    }

    #[test]
    fn an_edge_that_runs_up_is_named() {
        let edge = |name: &str| serde_json::json!({ "name": name, "kind": null });
        let metadata = serde_json::json!({ "packages": [
            { "name": "afterpatch-model", "dependencies": [edge("afterpatch-detect")] },
            { "name": "afterpatch-sigma", "dependencies": [edge("afterpatch-formats"), edge("serde")] },
        ]});
        assert_eq!(faults(&metadata), ["model may not use detect", "sigma may not use formats"]);
    }
}
