//! The same tree in the packings that evidence comes in, so that a test can hold that all of them
//! give one answer. Packings are deterministic: they carry no time of their own.

#![expect(clippy::disallowed_methods, reason = "the lab writes evidence trees")]

mod exchange_log_collector;
mod velociraptor;

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

pub use exchange_log_collector::pack_exchange_log_collector;
pub use velociraptor::pack_velociraptor;

/// Size above which a zip entry needs 64-bit fields.
const ZIP64_FROM: u64 = 0xffff_fff0;

/// A file of a tree.
struct TreeFile {
    /// Components below the tree, the volume first: `C`, `inetpub`, ...
    components: Vec<String>,
    path: PathBuf,
}

impl TreeFile {
    fn windows(&self) -> String {
        let (volume, rest) = self.components.split_first().map_or(("", &[][..]), |(v, r)| (v, r));
        format!(r"{volume}:\{}", rest.join(r"\"))
    }
}

/// The files of a tree, sorted by path.
fn walk(tree: &Path) -> io::Result<Vec<TreeFile>> {
    let mut found = Vec::new();
    let mut folders = vec![(tree.to_path_buf(), Vec::new())];
    while let Some((folder, components)) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let mut own: Vec<String> = components.clone();
            own.push(entry.file_name().to_string_lossy().into_owned());
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), own));
            } else {
                found.push(TreeFile { components: own, path: entry.path() });
            }
        }
    }
    found.sort_by(|a, b| a.components.cmp(&b.components));
    Ok(found)
}

/// A zip being written.
struct Zip<W: Write + io::Seek>(ZipWriter<W>);

impl<W: Write + io::Seek> Zip<W> {
    fn new(inner: W) -> Self {
        Self(ZipWriter::new(inner))
    }

    fn begin(&mut self, name: &str, method: CompressionMethod, size: u64) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .large_file(size >= ZIP64_FROM);
        self.0.start_file(name, options).map_err(io::Error::other)
    }

    fn add(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        self.begin(name, CompressionMethod::Deflated, content.len() as u64)?;
        self.0.write_all(content)
    }

    fn add_file(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let mut file = File::open(path)?;
        self.begin(name, CompressionMethod::Deflated, file.metadata()?.len())?;
        io::copy(&mut file, &mut self.0).map(drop)
    }

    fn finish(self) -> io::Result<W> {
        self.0.finish().map_err(io::Error::other)
    }
}

fn create(out: &Path) -> io::Result<BufWriter<File>> {
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::new(File::create(out)?))
}

/// Packs a tree into a plain zip at `out`, with `/` in its names: `C/inetpub/...`.
///
/// # Errors
/// When something cannot be read or written.
pub fn pack_zip(tree: &Path, out: &Path) -> io::Result<()> {
    let mut zip = Zip::new(create(out)?);
    for file in walk(tree)? {
        zip.add_file(&file.components.join("/"), &file.path)?;
    }
    zip.finish()?.flush()
}

/// Packs a tree into an uncompressed tar at `out`, with the same names as [`pack_zip`].
///
/// # Errors
/// When something cannot be read or written.
pub fn pack_tar(tree: &Path, out: &Path) -> io::Result<()> {
    let mut tar = tar::Builder::new(create(out)?);
    for file in walk(tree)? {
        let mut content = File::open(&file.path)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(content.metadata()?.len());
        header.set_mode(0o644);
        header.set_mtime(0);
        tar.append_data(&mut header, file.components.join("/"), &mut content)?;
    }
    tar.into_inner()?.flush()
}

/// Lays a tree out as KAPE's targets do, below the folder `out`: the volumes as they are, and the
/// copy log beside them. What KAPE's Exchange targets leave out (pages, compiled traces) stays in.
///
/// # Errors
/// When something cannot be read or written.
pub fn pack_kape(tree: &Path, out: &Path) -> io::Result<()> {
    let mut log = String::from(
        "CopiedTimestamp,SourceFile,DestinationFile,FileSize,SourceFileSha1,DeferredCopy\r\n",
    );
    for file in walk(tree)? {
        let target = file.components.iter().fold(out.to_path_buf(), |path, part| path.join(part));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        let size = fs::copy(&file.path, &target)?;
        let windows = file.windows();
        log.push_str(&format!(
            "2021-03-11 08:00:00,\"{windows}\",\"D:\\kape\\{}\",{size},,False\r\n",
            file.components.join(r"\")
        ));
    }
    fs::write(out.join("2021-03-11T080000_CopyLog.csv"), log)
}
