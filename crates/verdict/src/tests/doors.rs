//! What the answers say of each back door, of one that is gone, and of a server without any.

use model::Reply;

use super::*;

const PATH: &str = "C:\\Ex\\FrontEnd\\HttpProxy\\owa\\auth\\x.aspx";

fn with_facts(mut finding: Finding, facts: &[(&str, &str)]) -> Finding {
    finding.facts.extend(facts.iter().map(|(name, text)| ((*name).into(), (*text).into())));
    finding
}

/// A page on the disk that is a back door.
fn page() -> Finding {
    let own = claiming(Stage::FileWritten, Confidence::High, &[Claim::BackDoorPresent]);
    let facts = [
        ("path", PATH),
        ("page", "/owa/auth/X.aspx"),
        ("why", "its code does what back doors do; line 1: runs what a request says"),
        ("modified", "2021-03-03T06:49:46Z"),
    ];
    let mut finding = with_facts(own, &facts);
    finding.rule = "backdoor.page".into();
    finding.title = format!("The page {PATH} is a back door");
    finding.actor = Actor::default();
    finding.time = None;
    finding.last_time = None;
    finding.remedies = vec![
        Remedy { action: "Keep a copy of it.".to_owned(), order: 0 },
        Remedy { action: format!("Remove {PATH}."), order: 1 },
    ];
    finding
}

/// Somebody used the page.
fn used(address: &str, time: &str) -> Finding {
    let own = claiming(Stage::ShellReached, Confidence::High, &[Claim::BackDoorWasPresent]);
    let mut finding = with_facts(own, &[("page", "/owa/auth/x.aspx")]);
    finding.rule = "webshell.reached".into();
    finding.title = "Web shell used: /owa/auth/x.aspx".to_owned();
    finding.actor.addresses = vec![address.to_owned()];
    finding.time = Some(at(time));
    finding.last_time = finding.time;
    finding
}

#[test]
fn a_back_door_tells_all_about_itself() {
    let first = used("203.0.113.7", "2021-03-03T06:50:00Z");
    let other = used("198.51.100.9", "2021-03-06T17:36:00Z");
    let mut vain = used("192.0.2.4", "2021-03-01T00:00:00Z");
    vain.stage = Stage::Scanned;
    vain.claims.clear();
    vain.time = Some(at("2021-03-08T00:00:00Z"));
    vain.last_time = vain.time;
    let verdict = assess(Input { findings: vec![page(), first, other, vain], ..quiet() });
    let answer = &verdict.answers.back_door_present;
    assert_eq!(answer.answer, Reply::Yes);
    assert_eq!(
        answer.reasons[0],
        "The page C:\\Ex\\FrontEnd\\HttpProxy\\owa\\auth\\x.aspx is a back door (F004). Why: its \
         code does what back doors do; line 1: runs what a request says. It was there by 3 March \
         2021 06:50 UTC. Used by \
         198.51.100.9 and 203.0.113.7, 3 March 2021 06:50 UTC to 6 March 2021 17:36 UTC (F001 and \
         F002). To remove it: Remove C:\\Ex\\FrontEnd\\HttpProxy\\owa\\auth\\x.aspx."
    );
    let mut dated = page();
    dated.facts.insert("created".to_owned(), "2021-03-03T06:49:40Z".to_owned());
    let input = Input { findings: vec![dated], ..quiet() };
    let text = assess(input).answers.back_door_present.reasons.remove(0);
    let created = "Created on 3 March 2021 06:49 UTC (an intruder can forge that).";
    assert!(text.contains(created), "{text}");
    assert!(answer.reasons[1].starts_with("There may be more; not read were: the files under"));
    let steps: Vec<&str> = verdict.plan.iter().map(|step| step.action.as_str()).collect();
    let place = |text: &str| steps.iter().position(|step| step.starts_with(text));
    assert_eq!(place("Keep the evidence"), Some(0), "{steps:#?}");
    assert!(place("Keep a copy of it.") < place("Remove C:\\Ex"), "{steps:#?}");
}

#[test]
fn several_rules_on_one_file_are_one_back_door() {
    let mut rule = page();
    rule.rule = "yara.test".into();
    rule.title = "A YARA rule recognises it".to_owned();
    rule.severity = Severity::Critical;
    rule.facts = [("path".to_owned(), PATH.to_uppercase())].into();
    rule.remedies = vec![Remedy { action: "Remove whatever it is".to_owned(), order: 1 }];
    let mut other = page();
    other.facts.insert("path".to_owned(), "C:\\other.aspx".to_owned());
    let verdict = assess(Input { findings: vec![rule, page(), other], ..quiet() });
    let reasons = &verdict.answers.back_door_present.reasons;
    let own: Vec<&String> = reasons.iter().filter(|text| text.contains("Why:")).collect();
    assert_eq!(own.len(), 2, "{reasons:#?}");
    let together = own.iter().any(|text| text.contains(", and by other rules F0"));
    assert!(together, "{reasons:#?}");
    assert_eq!(verdict.answers.back_door_present.findings.len(), 3);
    let step = verdict.plan.iter().find(|step| step.action.starts_with("Remove C:\\Ex"));
    assert_eq!(step.map(|step| step.findings.len()), Some(3), "the twin's remedy is the lead's");
    assert!(!verdict.plan.iter().any(|step| step.action.starts_with("Remove whatever")));
}

#[test]
fn what_nobody_was_seen_to_use_says_so() {
    let mut door = page();
    door.facts.remove("page");
    door.facts.remove("why");
    door.facts.remove("modified");
    door.explanation = "A module that no product ships. Further words.".to_owned();
    let other = used("203.0.113.7", "2021-03-03T06:50:00Z");
    let mut input = Input { findings: vec![door, other], ..quiet() };
    input.read_areas.extend(Area::ALL);
    let reasons = assess(input).answers.back_door_present.reasons;
    let text = &reasons[0];
    assert!(text.contains("Why: A module that no product ships. When it came is not"), "{text}");
    assert!(text.contains("Who used it is not shown"), "{text}");
    assert_eq!(reasons.len(), 1, "everything was read: {reasons:#?}");
}

#[test]
fn no_names_what_was_read_and_of_when() {
    let mut input = quiet();
    input.read_areas.extend(Area::ALL);
    let answer = assess(input.clone()).answers.back_door_present;
    assert_eq!(answer.answer, Reply::No);
    let text = answer.reasons.join(" ");
    for part in ["the files under the web roots", "services", "11 March 2021 12:30 UTC"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(text.contains("$MFT"), "what copies cannot show: {text}");
    let with_table = Input { file_table: true, ..input.clone() };
    let text = assess(with_table).answers.back_door_present.reasons.join(" ");
    assert!(!text.contains("$MFT"), "{text}");
    for area in Area::ALL {
        let mut less = input.clone();
        less.read_areas.remove(&area);
        let answer = assess(less).answers.back_door_present;
        assert_eq!(answer.answer, Reply::CannotSay);
        assert!(answer.reasons.join(" ").contains(area.name()), "{area:?} is named");
    }
}

/// A scanner's or the journal's word that the page was removed.
fn removal(facts: &[(&str, &str)], confidence: Confidence) -> Finding {
    let both = [Claim::BackDoorWasPresent, Claim::BackDoorRemoved];
    let mut finding = with_facts(claiming(Stage::FileWritten, confidence, &both), facts);
    finding.rule = "removal.test".into();
    finding.actor = Actor::default();
    finding
}

fn was(findings: Vec<Finding>) -> (Reply, Vec<String>) {
    let answer = assess(Input { findings, ..quiet() }).answers.back_door_was_present;
    (answer.answer, answer.reasons)
}

#[test]
fn a_removed_back_door_tells_who_and_when() {
    let told = |facts: &[(&str, &str)], confidence| {
        let user = used("203.0.113.7", "2021-03-03T06:50:00Z");
        let (reply, reasons) = was(vec![user, removal(facts, confidence)]);
        assert_eq!(reply, Reply::Yes);
        reasons.into_iter().next().unwrap_or_default()
    };
    let scanner = [
        ("path", PATH),
        ("removed_by", "Microsoft Defender"),
        ("removed_at", "2021-03-09T18:20:00Z"),
    ];
    assert_eq!(
        told(&scanner, Confidence::High),
        format!("{PATH} was removed on 9 March 2021 18:20 UTC by Microsoft Defender (F001).")
    );
    let journal = [("path", PATH), ("removed_at", "9 March, the server's own clock")];
    assert_eq!(
        told(&journal, Confidence::High),
        format!(
            "{PATH} was removed on 9 March, the server's own clock, by whom is not shown (F001)."
        )
    );
    let court = [
        ("page", "/owa/auth/x.aspx"),
        ("last_answer", "2021-04-09T10:00:00Z"),
        ("first_gone", "2021-04-10T11:00:00Z"),
        ("removed_by", "may have been the FBI, by court order"),
    ];
    assert_eq!(
        told(&court, Confidence::Low),
        "/owa/auth/x.aspx was removed between 9 April 2021 10:00 UTC and 10 April 2021 11:00 UTC; \
         it may have been the FBI, by court order (F001)."
    );
}

#[test]
fn a_page_that_is_gone_without_a_trace_is_told() {
    let facts =
        [("page_last_answered", "2021-03-06T17:36:00Z"), ("page_gone_by", "2021-03-08T01:02:00Z")];
    let gone = with_facts(used("203.0.113.7", "2021-03-03T06:50:00Z"), &facts);
    let (_, reasons) = was(vec![gone.clone()]);
    assert_eq!(
        reasons[0],
        "/owa/auth/x.aspx answered until 6 March 2021 17:36 UTC and was gone by 8 March 2021 01:02 \
         UTC; nothing that was read shows who removed it (F001)."
    );
    let known = removal(&[("page", "/owa/auth/x.aspx")], Confidence::High);
    let (_, reasons) = was(vec![gone, known]);
    assert!(!reasons.join(" ").contains("nothing that was read"), "{reasons:#?}");
}

#[test]
fn a_removal_alone_is_no_door_that_is_there() {
    let verdict = assess(Input { findings: vec![removal(&[], Confidence::High)], ..quiet() });
    assert_eq!(verdict.answers.back_door_present.answer, Reply::CannotSay);
    let text = verdict.answers.back_door_present.reasons.join(" ");
    assert!(text.contains("some of it removed again"), "{text}");
    assert_eq!(verdict.answers.back_door_was_present.answer, Reply::Yes);
}

#[test]
fn whoever_only_looked_gives_no_work() {
    let remedy = |action: &str| vec![Remedy { action: action.to_owned(), order: 3 }];
    let mut scan = finding(Stage::Scanned, Confidence::High);
    scan.remedies = remedy("Install the update");
    let mut note = finding(Stage::Scanned, Confidence::Low);
    note.rule = "iis.mitigation".into();
    note.remedies = remedy("Look why the mitigation is gone");
    let plan = assess(Input { findings: vec![scan, note], ..quiet() }).plan;
    let has = |text: &str| plan.iter().any(|step| step.action.starts_with(text));
    assert!(!has("Install the update") && has("Look why the mitigation is gone."));
}

/// What is said of when a page came that has these facts, and that somebody used on 3 March 06:50.
fn when(facts: &[(&str, &str)], is_used: bool) -> String {
    let mut findings = vec![with_facts(page(), facts)];
    findings.extend(is_used.then(|| used("203.0.113.7", "2021-03-03T06:50:00Z")));
    let text = assess(Input { findings, ..quiet() }).answers.back_door_present.reasons.remove(0);
    let from = text.find("request says. ").expect("why") + "request says. ".len();
    let to = text.find(" Used by").or_else(|| text.find(" Who used")).expect("who");
    text[from..to].to_owned()
}

#[test]
fn every_time_says_what_it_is_a_time_of() {
    const OLD: &str = "2021-03-02T10:00:00Z";
    const NEW: &str = "2021-03-05T10:00:00Z";
    let basis = ("came_basis", "the copy says");
    let kept = [("came_after", OLD), ("came_by", NEW), basis];
    for (facts, is_used, wanted) in [
        (&[("came_at", OLD), basis][..], true, "It came on 2 March 2021 10:00 UTC: the copy says."),
        (
            &kept,
            false,
            "It came between 2 March 2021 10:00 UTC and 5 March 2021 10:00 UTC: the copy says.",
        ),
        (
            &kept,
            true,
            "It was there by 3 March 2021 06:50 UTC. It was not there on 2 March 2021 10:00 UTC: \
             the copy says.",
        ),
        (&kept[1..], false, "It was there by 5 March 2021 10:00 UTC: the copy says."),
        (&kept[1..], true, "It was there by 3 March 2021 06:50 UTC."),
        (
            &[("came_by", OLD), basis],
            true,
            "It was there by 2 March 2021 10:00 UTC: the copy says.",
        ),
        (
            &[("came_after", OLD), basis],
            false,
            "It came after 2 March 2021 10:00 UTC: the copy says.",
        ),
        (&[basis], false, "When it came is not shown by what was read: the copy says."),
        (&[("came_at", "soon")], false, "When it came is not shown by what was read."),
    ] {
        assert_eq!(when(facts, is_used), wanted, "{facts:?}");
    }
}

#[test]
fn who_used_a_virtual_directory_used_a_page_below_its_address() {
    let mut directory = claiming(Stage::FileWritten, Confidence::High, &[Claim::BackDoorPresent]);
    directory = with_facts(directory, &[("url", "/OWA/auth/"), ("path", "C:\\ProgramData\\x")]);
    directory.rule = "iis.virtual_directory".into();
    directory.actor = Actor::default();
    (directory.time, directory.last_time) = (None, None);
    let of = |url: &str| {
        let directory = with_facts(directory.clone(), &[("url", url)]);
        let findings = vec![directory, used("203.0.113.7", "2021-03-03T06:50:00Z")];
        assess(Input { findings, ..quiet() }).answers.back_door_present.reasons.remove(0)
    };
    for url in ["/OWA/auth/", "/owa", "/owa/auth/x.aspx"] {
        assert!(of(url).contains("Used by 203.0.113.7"), "{url}: {}", of(url));
    }
    for url in ["/", "", "/ow", "/owa/auth/x"] {
        assert!(of(url).contains("Who used it is not shown"), "{url}: {}", of(url));
    }
}
