//! Input in small: what reaches a sink and what does not.

use super::*;
use crate::{lex::lex, page::Lang};

/// Whether the arguments of `sink(` are fed.
fn reaches(lang: Lang, code: &str) -> bool {
    let (tokens, _) = lex(code.as_bytes(), 0, lang);
    let controls = HashSet::from_iter(["box".to_owned()]);
    let flow = Flow::new(&tokens, &controls);
    let at = tokens.iter().rposition(|token| token.word() == "sink").expect("sink");
    flow.fed(at + 1, flow.statement_end(at))
}

#[test]
fn input_flows_through_variables_helpers_and_objects() {
    for (lang, code) in [
        (Lang::CSharp, "string a = Request[\"x\"]; var b = a.Trim(); sink(b);"),
        (
            Lang::CSharp,
            "string Get(string k) { return Request.Form[k]; } void M() { sink(Get(\"x\")); }",
        ),
        (Lang::CSharp, "void Run(string c) { sink(c); } void M() { Run(Request[\"x\"]); }"),
        (
            Lang::CSharp,
            "var s = new StringBuilder(); s.Append(Request[\"x\"]); sink(s.ToString());",
        ),
        (Lang::CSharp, "Session[\"k\"] = Request[\"x\"]; sink(Session[\"k\"]);"),
        (Lang::CSharp, "byte[] b = new byte[9]; Request.InputStream.Read(b, 0, 9); sink(b);"),
        (Lang::CSharp, "[WebMethod] public string Go(string cmd) { sink(cmd); }"),
        (Lang::CSharp, "sink(box.Text);"),
        (Lang::Basic, "Dim a As String = Request.Item(\"x\")\nsink(a)\n"),
        (Lang::Basic, "Function g(k)\ng = Request(k)\nEnd Function\nsink g(\"x\")\n"),
        (Lang::CSharp, "foreach (string k in Request.Form) { sink(k); }"),
    ] {
        assert!(reaches(lang, code), "{code}");
    }
}

#[test]
fn a_whole_value_is_told_from_the_end_of_a_path() {
    let whole = |code: &str| {
        let (tokens, _) = lex(code.as_bytes(), 0, Lang::CSharp);
        let controls = HashSet::from_iter(["box".to_owned()]);
        let flow = Flow::new(&tokens, &controls);
        let at = tokens.iter().rposition(|token| token.word() == "sink").expect("sink");
        flow.names_whole(at + 2, flow.close(at + 1))
    };
    for code in [
        "sink(Request[\"p\"]);",
        "var p = Request[\"p\"] ?? Server.MapPath(\".\"); sink(p);",
        "sink(Path.Combine(box.Text, name));",
        "string Cur { get { return Request[\"p\"]; } } void M() { sink(Cur); }",
        "sink(Decode(Request[\"p\"]));",
    ] {
        assert!(whole(code), "{code}");
    }
    for code in [
        "sink(Server.MapPath(Request[\"p\"]));",
        "sink(folder + Request[\"p\"]);",
        "var p = Path.Combine(root, Request[\"p\"]); sink(Path.GetFullPath(p));",
        "sink(Path.GetFileName(Request[\"p\"]));",
        "sink(Session[Request[\"p\"]]);",
    ] {
        assert!(!whole(code), "{code}");
    }
}

#[test]
fn numbers_and_server_facts_are_no_input() {
    for code in [
        "int a = int.Parse(Request[\"x\"]); sink(a);",
        "var a = Request.ApplicationPath; sink(a);",
        "var a = Request.ServerVariables[\"SCRIPT_NAME\"]; sink(a);",
        "string a = \"x\"; sink(a);",
        "sink(other.Text);",
    ] {
        assert!(!reaches(Lang::CSharp, code), "{code}");
    }
}

#[test]
fn input_flows_through_lambdas_delegates_and_own_objects() {
    for (lang, code) in [
        (Lang::CSharp, "Action<string> run = c => { sink(c); }; run(Request[\"x\"]);"),
        (Lang::CSharp, "Request[\"x\"].Split(',').ToList().ForEach(c => sink(c));"),
        (Lang::CSharp, "((Action<string>)(c => sink(c)))(Request[\"x\"]);"),
        (
            Lang::CSharp,
            "void W(object o) { sink(o); } void M() { Q(new WaitCallback(W), Request[\"x\"]); }",
        ),
        (
            Lang::CSharp,
            "T Use<T>(string a) where T : new() { sink(a); } void M() { Use<P>(Request[\"x\"]); }",
        ),
        (
            Lang::CSharp,
            "[OperationContract] string R(string c); class S { string R(string d) { sink(d); } }",
        ),
        (Lang::CSharp, "var p = Request[\"a\"] == null ? \"\" : Request[\"a\"]; sink(p);"),
        (Lang::Basic, "Dim r As Action(Of String) = Sub(c) sink(c)\nr(Request(\"x\"))\nsink(c)\n"),
        (
            Lang::Basic,
            "Class A\nPublic v\nEnd Class\nSet o = New A\no.v = 1\nv = Request(\"x\")\nsink(o.v)\n",
        ),
        (Lang::Basic, "Sub G(ByRef s)\ns = Request(\"x\")\nEnd Sub\nG(z)\nsink(z)\n"),
        (Lang::Basic, "s = s & Chr(CLng(\"&h\" & Mid(Request(\"x\"), 1, 2)))\nsink(s)\n"),
    ] {
        assert!(reaches(lang, code), "{code}");
    }
}

#[test]
fn lambdas_take_only_what_they_are_given() {
    for code in [
        "var x = Request[\"x\"]; items.Where(i => i.Good).ToList().ForEach(i => sink(i));",
        "Action<string> run = c => { sink(c); }; run(\"fixed\"); Show(Request[\"x\"]);",
        "var p = Request[\"l\"] == \"de\" ? \"de.xml\" : \"en.xml\"; sink(p);",
        "var o = new Type(Request[\"x\"]) { Size = 1 }; sink(size);",
        "label.Text = Request[\"x\"]; box.Text = \"y\"; sink(other.Name);",
    ] {
        assert!(!reaches(Lang::CSharp, code), "{code}");
    }
}

#[test]
fn a_context_and_an_answer_are_not_what_they_were_given() {
    for code in [
        "context.Cache.Insert(key, Request[\"x\"]); sink(context.Server.MapPath(\"a\"));",
        "context.Response.ContentType = Request[\"t\"]; sink(context.Server.MapPath(\"a\"));",
        "w.Credentials = new NetworkCredential(box.Text, box.Text); sink(w.Method);",
        "var s = new System.Management.ManagementScope(box.Text); sink(s);",
    ] {
        assert!(!reaches(Lang::CSharp, code), "{code}");
    }
    for code in [
        "context.Cache.Insert(\"k\", Request[\"x\"]); sink(context.Cache[\"k\"]);",
        "HttpContext.Current.Session[\"k\"] = Request[\"x\"]; sink(HttpContext.Current.Session[0]);",
        "Response.ContentType = Request[\"x\"]; sink(Response.ContentType);",
        "context.Response.Headers.Add(\"k\", Request[\"x\"]); sink(context.Response.Headers[\"k\"]);",
        "var c = new NetworkCredential(box.Text, \"\"); sink(c.UserName);",
    ] {
        assert!(reaches(Lang::CSharp, code), "{code}");
    }
}

#[test]
fn a_comparison_picks_and_passes_nothing_on() {
    for code in [
        "var hit = list.FirstOrDefault(f => f.Name == box.Text); sink(hit);",
        "var hit = list.First(f => f.Name.Equals(box.Text, kind)); sink(hit);",
    ] {
        assert!(!reaches(Lang::CSharp, code), "{code}");
    }
    for code in [
        "var hit = list.Select(f => box.Text).First(); sink(hit);",
        "var hit = list.First(f => Run(box.Text)); sink(hit);",
        "var hit = new[] { box.Text }.First(f => f.Length > 0); sink(hit);",
    ] {
        assert!(reaches(Lang::CSharp, code), "{code}");
    }
}

#[test]
fn what_is_bound_to_a_cmdlet_that_the_page_names_is_a_value() {
    let bound = |name: &str| {
        format!("cmd.AddCommand({name}); cmd.AddParameter(\"Identity\", box.Text); sink(cmd);")
    };
    assert!(!reaches(Lang::CSharp, &bound("\"Get-Mailbox\"")));
    for name in [
        "box.Text",
        "\"iex\"",
        "\"Invoke-Expression\"",
        "\"Get-Content\"",
        "\"Set-OabVirtualDirectory\"",
    ] {
        assert!(reaches(Lang::CSharp, &bound(name)), "{name}");
    }
    let scripted = format!("{} cmd.AddScript(\"param($a) $a\");", bound("\"Get-Mailbox\""));
    assert!(reaches(Lang::CSharp, &scripted), "a script takes parameters too");
    let read = bound("\"Get-Mailbox\"").replace("sink(cmd)", "sink(cmd.Commands[0].Parameters[0])");
    assert!(reaches(Lang::CSharp, &read), "what was bound is read back");
}

#[test]
fn a_text_with_a_moment_in_it_is_no_moment() {
    assert!(reaches(Lang::CSharp, "var a = DateTime.Now + \" \" + box.Text; sink(a);"));
    assert!(!reaches(Lang::CSharp, "var a = DateTime.Parse(box.Text); sink(a);"));
    assert!(!reaches(Lang::CSharp, "var a = box.Text == \"x\" + \"y\"; sink(a);"));
}
