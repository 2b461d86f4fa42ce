//! Cases as a user meets them: written, opened, changed, misplaced.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::fs;
use std::path::Path;

use case::{Case, CaseError, CaseWriter, Rules, read};
use model::testing::fixture;

fn written(folder: &Path) -> case::Manifest {
    let assessment = fixture();
    let mut writer = CaseWriter::create(folder, &[]).unwrap();
    writer.write("findings.jsonl", |out| out.write_all(b"{}\n")).unwrap();
    writer.write_assessment(&assessment).unwrap();
    writer.write("report.html", |out| out.write_all(b"<p>")).unwrap();
    let rules = |name: &str| Rules { name: name.to_owned(), version: "0.1.0".to_owned() };
    writer.finish(&assessment, vec![rules("sigma"), rules("analyzers")]).unwrap()
}

#[test]
fn what_is_written_is_read() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("new/case");
    let manifest = written(&folder);
    let case = Case::open(&folder).unwrap();
    assert_eq!(case.assessment, fixture());
    assert_eq!(case.manifest, manifest);
    assert_eq!(case.manifest.evidence, fixture().artefacts);
    assert_eq!(case.manifest.rules[0].name, "analyzers");
    let names: Vec<_> = manifest.outputs.iter().map(|output| output.name.as_str()).collect();
    assert_eq!(names, ["findings.jsonl", "assessment.json", "report.html"]);
    let mut files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["assessment.json", "findings.jsonl", "manifest.json", "report.html"]);
}

#[test]
fn a_stopped_run_is_a_case_that_says_it_is_partial() {
    let root = tempfile::tempdir().unwrap();
    let mut assessment = fixture();
    assessment.run.partial = true;
    let writer = CaseWriter::create(root.path(), &[]).unwrap();
    assert!(writer.finish(&assessment, Vec::new()).unwrap().run.partial);
    assert!(read(root.path()).unwrap().run.partial);
}

#[test]
fn a_killed_run_is_no_case() {
    let root = tempfile::tempdir().unwrap();
    let mut writer = CaseWriter::create(root.path(), &[]).unwrap();
    writer.write_assessment(&fixture()).unwrap();
    drop(writer);
    let error = read(root.path()).unwrap_err();
    assert!(matches!(error, CaseError::NoManifest(_)), "{error}");
    assert!(error.to_string().contains("assess again"), "{error}");
}

#[test]
fn a_changed_or_missing_file_is_named() {
    let root = tempfile::tempdir().unwrap();
    for (at, name) in ["assessment.json", "report.html"].into_iter().enumerate() {
        let folder = root.path().join(at.to_string());
        written(&folder);
        let place = folder.join(name);
        let mut bytes = fs::read(&place).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&place, bytes).unwrap();
        let error = read(&folder).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("changed since"), "{error}");
    }
    let folder = root.path().join("gone");
    written(&folder);
    fs::remove_file(folder.join("report.html")).unwrap();
    assert!(read(&folder).unwrap_err().to_string().contains("found nothing"));
}

#[test]
fn a_case_of_another_version_is_told_apart() {
    let root = tempfile::tempdir().unwrap();
    written(root.path());
    let place = root.path().join("manifest.json");
    let text = fs::read_to_string(&place).unwrap();
    fs::write(&place, text.replace("afterpatch.manifest/1", "afterpatch.manifest/9")).unwrap();
    let error = read(root.path()).unwrap_err();
    assert!(matches!(&error, CaseError::Schema { found, .. } if found.ends_with("/9")), "{error}");
}

#[test]
fn a_forged_manifest_sends_nobody_elsewhere() {
    let root = tempfile::tempdir().unwrap();
    written(root.path());
    let place = root.path().join("manifest.json");
    let text = fs::read_to_string(&place).unwrap();
    fs::write(&place, text.replace("\"report.html\"", "\"../../etc/passwd\"")).unwrap();
    assert!(matches!(read(root.path()).unwrap_err(), CaseError::Name(_)));
}

#[test]
fn a_case_is_written_once() {
    let root = tempfile::tempdir().unwrap();
    written(&root.path().join("case"));
    let again = CaseWriter::create(&root.path().join("case"), &[]).unwrap_err();
    assert!(matches!(again, CaseError::NotEmpty(_)), "{again}");
    let file = root.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(CaseWriter::create(&file, &[]).unwrap_err(), CaseError::NotAFolder(_)));
    assert!(CaseWriter::create(&file.join("below"), &[]).is_err());
}

#[test]
fn a_case_never_lies_in_the_evidence() {
    let root = tempfile::tempdir().unwrap();
    let evidence = root.path().join("evidence");
    fs::create_dir(&evidence).unwrap();
    for place in ["evidence", "evidence/case", "missing/../evidence/case", "evidence/a/../b"] {
        let error = CaseWriter::create(&root.path().join(place), std::slice::from_ref(&evidence))
            .unwrap_err();
        assert!(matches!(error, CaseError::InsideEvidence { .. }), "{place}: {error}");
    }
    assert_eq!(fs::read_dir(&evidence).unwrap().count(), 0, "nothing was written");
    let beside = root.path().join("evidence-case");
    CaseWriter::create(&beside, &[evidence, root.path().join("absent.zip")]).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_into_the_evidence_is_seen() {
    let root = tempfile::tempdir().unwrap();
    let evidence = root.path().join("evidence");
    fs::create_dir(&evidence).unwrap();
    std::os::unix::fs::symlink(&evidence, root.path().join("link")).unwrap();
    let error = CaseWriter::create(&root.path().join("link/case"), &[evidence]).unwrap_err();
    assert!(matches!(error, CaseError::InsideEvidence { .. }), "{error}");
}

#[test]
fn outputs_have_plain_new_names_and_failures_leave_nothing() {
    let root = tempfile::tempdir().unwrap();
    let mut writer = CaseWriter::create(root.path(), &[]).unwrap();
    for name in ["../x", "a/b", "manifest.json", "Manifest.JSON", "nul.txt", ""] {
        assert!(matches!(writer.write(name, |_| Ok(())), Err(CaseError::Name(_))), "{name}");
    }
    let refused = writer.write("a.txt", |out| {
        out.write_all(b"half")?;
        Err(std::io::Error::other("disk full"))
    });
    assert!(matches!(refused, Err(CaseError::Io { .. })));
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    writer.write("a.txt", |_| Ok(())).unwrap();
    assert!(matches!(writer.write("A.TXT", |_| Ok(())), Err(CaseError::Name(_))));
}
