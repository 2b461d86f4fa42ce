use evidence::{Entry, Listing};
use model::{Gap, SourceKey};
pub struct Plan {
    pub tasks: Vec<Task>,
    pub gaps: Vec<Gap>,
}
pub struct Task {
    pub entry: Entry,
    pub part: Option<String>,
    pub expected: bool,
}
pub fn plan(l: &Listing) -> Plan {
    Plan {
        tasks: l
            .entries
            .iter()
            .map(|e| {
                let p = e.artefact.path();
                let part = p
                    .after("Logging\\HttpProxy")
                    .or(p.after("LogFiles"))
                    .and_then(|c| (c.len() > 1).then(|| c[0].to_string()));
                Task { entry: e.clone(), part, expected: false }
            })
            .collect(),
        gaps: vec![],
    }
}
pub fn missing(_: &[SourceKey]) -> Vec<String> {
    vec![]
}
