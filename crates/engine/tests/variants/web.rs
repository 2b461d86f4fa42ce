//! Pages, and the configuration of IIS.

use host::writers::program::NewProgram;

use super::{APPLICATION_HOST, V15, Variant, iis, one, shell, variant};

pub(super) fn pages() -> Vec<Variant> {
    let own: &[&str] = &["backdoor."];
    let code = || {
        let call = ["Pro", "cess.St", "art(\"sh.invalid\", Req", "uest[\"a\"]);"].concat();
        format!("@{{ System.Diagnostics.{call} inert specimen; }}")
    };
    vec![
        variant(
            "in the root of the site",
            one("C/inetpub/wwwroot/iisstart1.aspx", shell()),
            own,
            true,
        ),
        variant(
            "in a folder of one build",
            one(&format!("{V15}/ClientAccess/Owa/15.1.2106.2/scripts/premium/x.aspx"), shell()),
            own,
            true,
        ),
        variant(
            "among the themes of the sign-in",
            one(
                &format!("{V15}/FrontEnd/HttpProxy/owa/auth/15.1.2106/themes/resources/logo.aspx"),
                shell(),
            ),
            own,
            true,
        ),
        variant(
            "with upper-case ending",
            one(&format!("{V15}/FrontEnd/HttpProxy/ecp/auth/A.ASPX"), shell()),
            own,
            true,
        ),
        variant(
            "in a bin folder",
            one(&format!("{V15}/FrontEnd/HttpProxy/bin/a.aspx"), shell()),
            own,
            true,
        ),
        variant(
            "as a Razor page",
            one("C/inetpub/wwwroot/aspnet_client/a.cshtml", code()),
            own,
            true,
        ),
        variant(
            "as a user control",
            one("C/inetpub/wwwroot/aspnet_client/a.ascx", shell()),
            own,
            true,
        ),
        variant(
            "as a certificate that IIS runs",
            one("C/inetpub/wwwroot/aspnet_client/a.cer", {
                let call = ["exe", "cute(req", "uest(\"c\"))"].concat();
                format!("<%{call}\ninert specimen%>")
            }),
            own,
            true,
        ),
        variant(
            "in UTF-16",
            one("C/inetpub/wwwroot/aspnet_client/u.aspx", {
                let text = String::from_utf8(shell()).unwrap();
                let units = text.encode_utf16().flat_map(u16::to_le_bytes);
                [0xFF, 0xFE].into_iter().chain(units).collect::<Vec<u8>>()
            }),
            own,
            true,
        ),
        variant(
            "with a huge head",
            one("C/inetpub/wwwroot/aspnet_client/h.aspx", {
                let mut text = "<!-- x -->\n".repeat(20_000).into_bytes();
                text.extend(shell());
                text
            }),
            own,
            true,
        ),
    ]
}

pub(super) fn of_iis() -> Vec<Variant> {
    let application = |path: &str, folder: &str| {
        format!(
            "<application path=\"{path}\"><virtualDirectory path=\"/\" physicalPath=\"{folder}\" /></application>"
        )
    };
    let at = |end: &str| one(APPLICATION_HOST, iis("", "", end));
    vec![
        variant(
            "an application in Users\\Public",
            one(APPLICATION_HOST, iis(&application("/owa/auth/x", "C:\\Users\\Public\\x"), "", "")),
            &["iis.virtual_directory"],
            true,
        ),
        variant(
            "a folder spelt as another user's",
            one(APPLICATION_HOST, iis(&application("/ecp/y", "C:\\Users\\All Users\\y"), "", "")),
            &["iis.virtual_directory"],
            true,
        ),
        variant(
            "pictures run as pages by a location",
            at(
                "<location path=\"Default Web Site/aspnet_client\"><system.webServer><handlers><add \
                name=\"p\" path=\"*.jpg\" verb=\"*\" type=\"System.Web.UI.PageHandlerFactory\" />\
                </handlers></system.webServer></location>",
            ),
            &["iis.module"],
            true,
        ),
        variant(
            "a command line as CGI",
            at("<location path=\"Default Web Site\"><system.webServer><handlers><add name=\"c\" \
                path=\"*.run\" verb=\"*\" modules=\"CgiModule\" \
                scriptProcessor=\"C:\\Windows\\System32\\cmd.exe\" /></handlers></system.webServer>\
                </location>"),
            &["iis.module"],
            true,
        ),
        variant(
            "a native module in the recycle bin",
            vec![
                (
                    APPLICATION_HOST.to_owned(),
                    iis(
                        "",
                        "<add name=\"HttpCompression\" image=\"C:\\$Recycle.Bin\\c.dll\" />",
                        "",
                    ),
                ),
                ("C/$Recycle.Bin/c.dll".to_owned(), NewProgram::default().bytes()),
            ],
            &["iis.module"],
            true,
        ),
        variant(
            "a stock module's name with another file",
            one(
                APPLICATION_HOST,
                iis(
                    "",
                    "<add name=\"StaticFileModule\" image=\"C:\\Windows\\System32\\static2.dll\" />",
                    "",
                ),
            ),
            &["iis.module"],
            true,
        ),
        variant(
            "a managed module of the container of pages",
            one(
                &format!("{V15}/FrontEnd/HttpProxy/ecp/web.config"),
                "<configuration><system.webServer><modules><add name=\"A\" type=\"App_Web_843e75cf5b63.Module, App_Web_843e75cf5b63\" /></modules></system.webServer></configuration>",
            ),
            &["iis.module"],
            true,
        ),
    ]
}
