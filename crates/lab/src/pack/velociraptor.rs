//! A Velociraptor offline collection: files below `uploads/auto/` with escaped names, the list of
//! uploads, and the true file times in a result. The layout follows Velociraptor's own fixtures
//! (Velocidex/velociraptor, vql/tools/collector/fixtures).

#![expect(clippy::disallowed_methods, reason = "the lab writes evidence trees")]

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
};

use serde_json::json;

use super::{Zip, create, walk};

/// When the collection was made, as it says itself.
const COLLECTED: &str = "2021-03-11T08:00:00Z";
/// Where a log's `#Date` line is looked for.
const HEAD_BYTES: u64 = 16 * 1024;

/// Packs a tree as Velociraptor's offline collector would on `server`, into a zip at `out`. Times
/// are known for logs, from their own first lines.
///
/// # Errors
/// When something cannot be read or written.
pub fn pack_velociraptor(tree: &Path, server: &str, out: &Path) -> io::Result<()> {
    let mut zip = Zip::new(create(out)?);
    let (mut uploads, mut metadata) = (String::new(), String::new());
    let mut count = 0_u64;
    for file in walk(tree)? {
        let windows = file.windows();
        let mut components = vec!["uploads".to_owned(), "auto".to_owned()];
        components.extend(windows.split('\\').map(str::to_owned));
        let name: Vec<String> = components.iter().map(|part| escaped(part)).collect();
        zip.add_file(&name.join("/"), &file.path)?;
        let size = fs::metadata(&file.path)?.len();
        let upload = json!({
            "Timestamp": COLLECTED, "started": "2021-03-11 08:00:00 +0000 UTC",
            "vfs_path": windows, "_Components": components,
            "file_size": size, "uploaded_size": size, "Type": "",
        });
        line(&mut uploads, &upload);
        if let Some(created) = created(&file.path)? {
            let times = json!({
                "Created": created, "LastAccessed": created, "Modified": created, "Size": size,
                "SourceFile": windows, "_Source": "Generic.Collectors.File/All Matches Metadata",
            });
            line(&mut metadata, &times);
        }
        count += 1;
    }
    zip.add("uploads.json", uploads.as_bytes())?;
    let result = "results/Windows.KapeFiles.Targets%2FAll File Metadata.json";
    zip.add(result, metadata.as_bytes())?;
    zip.add(
        "client_info.json",
        json!({"Hostname": server, "OS": "windows"}).to_string().as_bytes(),
    )?;
    let context = json!({
        "session_id": "F.LAB0000000001", "total_uploaded_files": count,
        "request": {"artifacts": ["Windows.KapeFiles.Targets"]},
    });
    zip.add("collection_context.json", context.to_string().as_bytes())?;
    zip.finish()?.flush()
}

fn line(out: &mut String, value: &serde_json::Value) {
    // Writing to a String cannot fail.
    let written = writeln!(out, "{value}");
    debug_assert!(written.is_ok());
}

/// Velociraptor's escaping of a component in a zip: some characters, a dot or space at an end.
fn escaped(component: &str) -> String {
    let last = component.chars().count().saturating_sub(1);
    let mut out = String::new();
    for (at, char) in component.chars().enumerate() {
        let outer = (at == 0 || at == last) && matches!(char, '.' | ' ');
        if outer || r#"?"*:|<>%/\"#.contains(char) {
            out.push_str(&format!("%{:02X}", u32::from(char)));
        } else {
            out.push(char);
        }
    }
    out
}

/// When a log says it was begun.
fn created(path: &Path) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD_BYTES).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    let date = head.lines().find_map(|line| line.strip_prefix("#Date: "));
    Ok(date.map(|date| {
        let date = date.trim().replace(' ', "T");
        if date.ends_with('Z') { date } else { format!("{date}Z") }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_escaped_as_velociraptor_does() {
        assert_eq!(escaped("C:"), "C%3A");
        assert_eq!(escaped(r"\\.\C:"), "%5C%5C.%5CC%3A");
        assert_eq!(escaped(".hidden file. "), "%2Ehidden file.%20");
        assert_eq!(escaped("$UsnJrnl:$J"), "$UsnJrnl%3A$J");
    }
}
