//! The .NET side of an executable: finds its metadata and says what of it matters.

use model::{GapReason, Locator};
use object::LittleEndian as LE;
use object::pe::IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR;
use object::read::pe::{ImageNtHeaders, PeFile};

use super::metadata::{Assembly, read};
use crate::hive::u32_at;
use crate::{Fact, Sink};

/// Members of the framework whose use shows what code does, by the beginning of their names:
/// running programs, loading and compiling code, reading requests, reaching out, deserialising,
/// writing files, decrypting.
const CALLS: [&str; 34] = [
    "Microsoft.JScript.Eval",
    "Microsoft.VisualBasic.Interaction::Shell",
    "System.Activator::CreateInstance",
    "System.AppDomain::Load",
    "System.CodeDom.Compiler.",
    "System.Convert::FromBase64String",
    "System.Data.SqlClient.SqlConnection::",
    "System.Diagnostics.Process::",
    "System.Diagnostics.ProcessStartInfo::",
    "System.DirectoryServices.",
    "System.IO.Compression.",
    "System.IO.Directory::GetFiles",
    "System.IO.File::Delete",
    "System.IO.File::SetLastWriteTime",
    "System.IO.File::Write",
    "System.IO.FileStream::",
    "System.IO.StreamWriter::",
    "System.Management.Automation.",
    "System.Management.Management",
    "System.Net.HttpListener",
    "System.Net.Sockets.",
    "System.Net.WebClient::",
    "System.Net.WebRequest::",
    "System.Reflection.Assembly::Load",
    "System.Reflection.MethodBase::Invoke",
    "System.Runtime.InteropServices.Marshal::",
    "System.Runtime.Serialization.Formatters.Binary.",
    "System.Security.Cryptography.",
    "System.ServiceProcess.",
    "System.Web.HttpApplication::add_",
    "System.Web.HttpPostedFile::",
    "System.Web.HttpRequest::",
    "System.Web.UI.LosFormatter::",
    "System.Xml.Xsl.",
];

/// Size of the header of .NET.
const HEADER: usize = 72;

/// What the headers of an executable say of .NET.
pub(crate) enum Managed {
    /// It is no assembly.
    No,
    /// It is one; `None` if its metadata is not there or could not be read.
    Yes(Option<Assembly>),
}

/// Reads the metadata of an executable.
pub(crate) fn managed<H: ImageNtHeaders>(
    file: &PeFile<'_, H>,
    bytes: &[u8],
    sink: &mut dyn Sink,
) -> Managed {
    let directory = file
        .data_directory(IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR)
        .map(|entry| entry.virtual_address.get(LE))
        .filter(|address| *address != 0);
    let Some(address) = directory else { return Managed::No };
    let sections = file.section_table();
    let header = sections.pe_data_at(bytes, address).and_then(|data| data.get(..HEADER));
    let place = header.and_then(|header| Some((u32_at(header, 8)?, u32_at(header, 12)?)));
    // An assembly without metadata runs nowhere; its header says so and nothing is lost.
    if place == Some((0, 0)) {
        return Managed::Yes(None);
    }
    let metadata = place.and_then(|(address, size)| {
        let data = sections.pe_data_at(bytes, address)?;
        Some(&data[..(size as usize).min(data.len())])
    });
    let found = metadata.ok_or("an assembly whose metadata lies outside the file").and_then(read);
    match found {
        Ok(assembly) => {
            if assembly.left_out > 0 {
                let detail = "names and texts of an assembly beyond what is kept".to_owned();
                sink.gap(Locator::File, GapReason::TooLarge, detail, assembly.left_out, 0);
            }
            Managed::Yes(Some(assembly))
        }
        Err(detail) => {
            sink.gap(Locator::File, GapReason::Damaged, detail.to_owned(), 1, 0);
            Managed::Yes(None)
        }
    }
}

/// Adds what an assembly uses and offers: `implements`, `call`, `native`.
pub(crate) fn describe(fact: &mut Fact, assembly: &Assembly) {
    let mut known = Vec::new();
    for name in &assembly.interfaces {
        if !known.contains(&name) {
            known.push(name);
            fact.push("implements", name.as_str());
        }
    }
    for call in &assembly.calls {
        if CALLS.iter().any(|start| call.starts_with(start)) {
            fact.push("call", call.as_str());
        }
    }
    for native in &assembly.natives {
        fact.push("native", native.as_str());
    }
}
