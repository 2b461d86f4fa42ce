//! The logs a server writes: where they lie, how their files are named, cut and headed.

#![expect(clippy::disallowed_methods, reason = "the lab writes evidence trees")]

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use model::Build;
use serde::{Deserialize, Serialize};

use crate::{
    clock::{self, DAY, HOUR, Millis},
    columns,
};

/// Bytes after which the common Exchange log writer starts the next file of the same hour or day.
const ROLL_OVER_BYTES: u64 = 10 * 1024 * 1024;

/// Buffer of an open log. Twenty logs are open at once; larger buffers save nothing.
const BUFFER_BYTES: usize = 128 * 1024;

/// A log of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Log {
    /// `HttpProxy\Autodiscover`.
    ProxyAutodiscover,
    /// `HttpProxy\Eas`.
    ProxyEas,
    /// `HttpProxy\Ecp`.
    ProxyEcp,
    /// `HttpProxy\Ews`.
    ProxyEws,
    /// `HttpProxy\Mapi`.
    ProxyMapi,
    /// `HttpProxy\Oab`.
    ProxyOab,
    /// `HttpProxy\Owa`.
    ProxyOwa,
    /// `HttpProxy\OwaCalendar`.
    ProxyOwaCalendar,
    /// `HttpProxy\PowerShell`.
    ProxyPowerShell,
    /// `HttpProxy\RpcHttp`.
    ProxyRpcHttp,
    /// IIS, Default Web Site.
    IisFrontEnd,
    /// IIS, Exchange Back End.
    IisBackEnd,
    /// HTTPERR.
    HttpErr,
    /// ECP Server.
    EcpServer,
    /// ECP Activity.
    EcpActivity,
    /// CmdletInfra `Rps_Http`.
    RpsHttp,
    /// CmdletInfra `Rps_Cmdlet`.
    RpsCmdlet,
    /// EWS back end.
    Ews,
    /// Message tracking.
    MessageTracking,
    /// SMTP receive.
    SmtpReceive,
    /// Transport agent log.
    Agent,
    /// OAB generator.
    OabGenerator,
    /// Admin audit queue.
    AdminAudit,
}

/// Folder and file names and header words of one log.
struct Shape {
    /// Folder below the installation folder; for IIS and HTTPERR below the system drive.
    folder: &'static str,
    prefix: &'static str,
    period: Period,
    log_type: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Period {
    /// `<prefix>yyyyMMddHH-N.LOG`.
    Hour,
    /// `<prefix>yyyyMMdd-N.LOG`.
    Day,
    /// `u_exyyMMdd.log`.
    IisDay,
    /// `httperr1.log`, one for all.
    Ever,
}

impl Log {
    /// All logs.
    pub const ALL: [Self; 23] = [
        Self::ProxyAutodiscover,
        Self::ProxyEas,
        Self::ProxyEcp,
        Self::ProxyEws,
        Self::ProxyMapi,
        Self::ProxyOab,
        Self::ProxyOwa,
        Self::ProxyOwaCalendar,
        Self::ProxyPowerShell,
        Self::ProxyRpcHttp,
        Self::IisFrontEnd,
        Self::IisBackEnd,
        Self::HttpErr,
        Self::EcpServer,
        Self::EcpActivity,
        Self::RpsHttp,
        Self::RpsCmdlet,
        Self::Ews,
        Self::MessageTracking,
        Self::SmtpReceive,
        Self::Agent,
        Self::OabGenerator,
        Self::AdminAudit,
    ];

    /// The HttpProxy logs.
    pub const HTTP_PROXY: [Self; 10] = [
        Self::ProxyAutodiscover,
        Self::ProxyEas,
        Self::ProxyEcp,
        Self::ProxyEws,
        Self::ProxyMapi,
        Self::ProxyOab,
        Self::ProxyOwa,
        Self::ProxyOwaCalendar,
        Self::ProxyPowerShell,
        Self::ProxyRpcHttp,
    ];

    /// The IIS logs of both sites.
    pub const IIS: [Self; 2] = [Self::IisFrontEnd, Self::IisBackEnd];

    /// Whether it is one of the HttpProxy logs.
    pub fn is_http_proxy(self) -> bool {
        Self::HTTP_PROXY.contains(&self)
    }

    /// The content of an HttpProxy log's `Protocol` column; empty for other logs.
    pub fn protocol(self) -> &'static str {
        if self.is_http_proxy() {
            self.shape().folder.rsplit('\\').next().unwrap_or("")
        } else {
            ""
        }
    }

    fn shape(self) -> Shape {
        let proxy = |folder| Shape {
            folder,
            prefix: "HttpProxy_",
            period: Period::Hour,
            log_type: "HttpProxy Logs",
        };
        let shape = |folder, prefix, period, log_type| Shape { folder, prefix, period, log_type };
        match self {
            Self::ProxyAutodiscover => proxy(r"Logging\HttpProxy\Autodiscover"),
            Self::ProxyEas => proxy(r"Logging\HttpProxy\Eas"),
            Self::ProxyEcp => proxy(r"Logging\HttpProxy\Ecp"),
            Self::ProxyEws => proxy(r"Logging\HttpProxy\Ews"),
            Self::ProxyMapi => proxy(r"Logging\HttpProxy\Mapi"),
            Self::ProxyOab => proxy(r"Logging\HttpProxy\Oab"),
            Self::ProxyOwa => proxy(r"Logging\HttpProxy\Owa"),
            Self::ProxyOwaCalendar => proxy(r"Logging\HttpProxy\OwaCalendar"),
            Self::ProxyPowerShell => proxy(r"Logging\HttpProxy\PowerShell"),
            Self::ProxyRpcHttp => proxy(r"Logging\HttpProxy\RpcHttp"),
            Self::IisFrontEnd => shape(r"inetpub\logs\LogFiles\W3SVC1", "u_ex", Period::IisDay, ""),
            Self::IisBackEnd => shape(r"inetpub\logs\LogFiles\W3SVC2", "u_ex", Period::IisDay, ""),
            Self::HttpErr => {
                shape(r"Windows\System32\LogFiles\HTTPERR", "httperr1", Period::Ever, "")
            }
            Self::EcpServer => {
                shape(r"Logging\ECP\Server", "ECPServer", Period::Day, "ECP Server Log")
            }
            Self::EcpActivity => shape(
                r"Logging\ECP\Activity",
                "ECPActivity_11500_",
                Period::Day,
                "ECP Activity Context Log",
            ),
            Self::RpsHttp => shape(
                r"Logging\CmdletInfra\Powershell-Proxy\Http",
                "Rps_Http_",
                Period::Hour,
                "Rps Http Logs",
            ),
            Self::RpsCmdlet => shape(
                r"Logging\CmdletInfra\Powershell-Proxy\Cmdlet",
                "Rps_Cmdlet_",
                Period::Hour,
                "Rps Cmdlet Logs",
            ),
            Self::Ews => shape(r"Logging\Ews", "Ews_", Period::Hour, "EWS Logs"),
            Self::MessageTracking => shape(
                r"TransportRoles\Logs\MessageTracking",
                "MSGTRK",
                Period::Hour,
                "Message Tracking Log",
            ),
            Self::SmtpReceive => shape(
                r"TransportRoles\Logs\FrontEnd\ProtocolLog\SmtpReceive",
                "RECV",
                Period::Hour,
                "SMTP Receive Protocol Log",
            ),
            Self::Agent => shape(
                r"TransportRoles\Logs\FrontEnd\AgentLog",
                "AgentLog",
                Period::Day,
                "Agent Log",
            ),
            Self::OabGenerator => {
                shape(r"Logging\OABGeneratorLog", "oabgen", Period::Day, "OAB Generator Log")
            }
            Self::AdminAudit => {
                shape(r"Logging\LocalQueue\Exchange", "audit", Period::Day, "audit")
            }
        }
    }

    fn columns(self, build: Build) -> std::borrow::Cow<'static, str> {
        match self {
            _ if self.is_http_proxy() => columns::http_proxy(build),
            Self::IisFrontEnd | Self::IisBackEnd => columns::IIS.into(),
            Self::HttpErr => columns::HTTP_ERR.into(),
            Self::EcpServer | Self::EcpActivity => columns::ECP.into(),
            Self::RpsHttp => columns::RPS_HTTP.into(),
            Self::RpsCmdlet => columns::RPS_CMDLET.into(),
            Self::Ews => columns::ews(build),
            Self::MessageTracking => columns::tracking(build),
            Self::SmtpReceive => columns::SMTP.into(),
            Self::Agent => columns::AGENT.into(),
            Self::OabGenerator => columns::OAB_GENERATOR.into(),
            _ => columns::AUDIT.into(),
        }
    }

    /// Whether the log lies on the system drive and not below the installation folder.
    fn is_windows(self) -> bool {
        matches!(self, Self::IisFrontEnd | Self::IisBackEnd | Self::HttpErr)
    }

    /// The Windows folder of this log on a server with Exchange at `install`.
    pub fn folder(self, install: &str) -> String {
        let base = if self.is_windows() { "C:" } else { install };
        format!(r"{base}\{}", self.shape().folder)
    }

    /// The header of a file created at `at`.
    fn header(self, build: Build, at: Millis) -> String {
        let shape = self.shape();
        let columns = self.columns(build);
        if shape.period == Period::IisDay || shape.period == Period::Ever {
            let software = if self == Self::HttpErr {
                "Microsoft HTTP API 2.0"
            } else {
                "Microsoft Internet Information Services 10.0"
            };
            let date = clock::iso(at)[..19].replace('T', " ");
            return format!(
                "#Software: {software}\r\n#Version: 1.0\r\n#Date: {date}\r\n#Fields: {columns}\r\n"
            );
        }
        let Build { major, minor, build: number, revision } = build;
        let assembly = format!("{major:02}.{minor:02}.{number:04}.{revision:03}");
        let (bom, bare, software, version) = match self {
            // Layout 1, readable as CSV: a bare header row, no byte order mark.
            _ if self.is_http_proxy() => ("", true, "Microsoft Exchange Server", assembly),
            Self::RpsHttp | Self::RpsCmdlet | Self::Ews => {
                ("", true, "Microsoft Exchange Server", assembly)
            }
            // Layout 2: a byte order mark and `#` lines only.
            Self::MessageTracking => ("\u{feff}", false, "Microsoft Exchange Server", assembly),
            Self::AdminAudit => ("\u{feff}", false, "Microsoft Exchange", assembly),
            _ => ("\u{feff}", false, "Microsoft Exchange Server", "15.0.0.0".to_owned()),
        };
        let bare = if bare { format!("{columns}\r\n") } else { String::new() };
        format!(
            "{bom}{bare}#Software: {software}\r\n#Version: {version}\r\n#Log-type: {}\r\n#Date: {}\r\n#Fields: {columns}\r\n",
            shape.log_type,
            clock::iso(at)
        )
    }

    fn file_name(self, at: Millis, number: u32) -> String {
        let shape = self.shape();
        let mut stamp = Vec::new();
        clock::push_date(&mut stamp, at, None);
        if shape.period == Period::Hour {
            clock::push_padded(&mut stamp, u64::from(clock::hour_of_day(at)), 2);
        }
        let stamp = String::from_utf8_lossy(&stamp);
        match shape.period {
            Period::Hour | Period::Day => format!("{}{stamp}-{number}.LOG", shape.prefix),
            Period::IisDay => format!("{}{}.log", shape.prefix, &stamp[2..]),
            Period::Ever => format!("{}.log", shape.prefix),
        }
    }
}

/// The place of a Windows path in a tree that mirrors the volumes: `out/C/Windows/...`.
pub(crate) fn place(root: &Path, windows: &str) -> PathBuf {
    let mut path = root.to_path_buf();
    for part in windows.split('\\') {
        path.push(part.strip_suffix(':').unwrap_or(part));
    }
    path
}

/// Writes a small file of the tree with its folders, and the time of its last change, if it is to
/// have one of its own.
pub(crate) fn write_file(
    root: &Path,
    windows: &str,
    content: &[u8],
    changed: Option<Millis>,
) -> io::Result<()> {
    let path = place(root, windows);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(path)?;
    file.write_all(content)?;
    match changed.and_then(|at| u64::try_from(at).ok()) {
        Some(at) => file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_millis(at)),
        None => Ok(()),
    }
}

/// One open log: the files it has made and the one it stands in.
pub(crate) struct LogWriter {
    log: Log,
    root: PathBuf,
    folder: String,
    build: Build,
    /// Times at which rows are lost, as if their files had been deleted.
    pub(crate) holes: Vec<(Millis, Millis)>,
    open: Option<Open>,
    /// Windows paths of all files made, in order.
    pub(crate) files: Vec<String>,
    /// Rows and bytes written.
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
}

struct Open {
    /// Which hour or day.
    period: Millis,
    number: u32,
    file: BufWriter<File>,
    written: u64,
}

impl LogWriter {
    pub(crate) fn new(log: Log, root: &Path, install: &str, build: Build) -> Self {
        Self {
            log,
            root: root.to_path_buf(),
            folder: log.folder(install),
            build,
            holes: Vec::new(),
            open: None,
            files: Vec::new(),
            rows: 0,
            bytes: 0,
        }
    }

    /// A restart with another build: IIS repeats its header in the file, Exchange's own logs start
    /// a new file when their columns changed.
    pub(crate) fn restart(&mut self, build: Build, at: Millis) -> io::Result<()> {
        let changed = self.log.columns(build) != self.log.columns(self.build);
        self.build = build;
        let w3c = self.log.is_windows();
        let header = self.log.header(build, at);
        match &mut self.open {
            Some(open) if w3c => {
                open.file.write_all(header.as_bytes())?;
                open.written += header.len() as u64;
                self.bytes += header.len() as u64;
            }
            Some(open) if changed => {
                let (period, number) = (open.period, open.number + 1);
                self.start(period, number, at)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Writes a row that is complete but for its line end. Returns whether it was kept.
    pub(crate) fn write(&mut self, at: Millis, row: &[u8]) -> io::Result<bool> {
        if self.holes.iter().any(|(from, to)| (*from..*to).contains(&at)) {
            return Ok(false);
        }
        let length = match self.log.shape().period {
            Period::Hour => HOUR,
            Period::Day | Period::IisDay => DAY,
            Period::Ever => Millis::MAX,
        };
        let period = at.div_euclid(length);
        match &self.open {
            // A row that comes late goes into the file that is open, as in the real writer.
            Some(open) if open.period >= period => {
                let full = open.written + row.len() as u64 + 2 > ROLL_OVER_BYTES;
                if full && !self.log.is_windows() {
                    let (period, number) = (open.period, open.number + 1);
                    self.start(period, number, at)?;
                }
            }
            _ => self.start(period, 1, at)?,
        }
        if let Some(open) = &mut self.open {
            open.file.write_all(row)?;
            open.file.write_all(b"\r\n")?;
            open.written += row.len() as u64 + 2;
            self.bytes += row.len() as u64 + 2;
            self.rows += 1;
        }
        Ok(true)
    }

    /// The Windows path of the file that is open; empty before the first row.
    pub(crate) fn current(&self) -> &str {
        self.files.last().map_or("", String::as_str)
    }

    fn start(&mut self, period: Millis, number: u32, at: Millis) -> io::Result<()> {
        self.finish()?;
        let name = self.log.file_name(at, number);
        let windows = format!(r"{}\{name}", self.folder);
        let path = place(&self.root, &windows);
        if self.files.is_empty()
            && let Some(folder) = path.parent()
        {
            fs::create_dir_all(folder)?;
        }
        let mut file = BufWriter::with_capacity(BUFFER_BYTES, File::create(path)?);
        let header = self.log.header(self.build, at);
        file.write_all(header.as_bytes())?;
        let written = header.len() as u64;
        self.bytes += written;
        self.files.push(windows);
        self.open = Some(Open { period, number, file, written });
        Ok(())
    }

    /// Flushes and closes the open file.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.open.take().map_or(Ok(()), |mut open| open.file.flush())
    }
}
