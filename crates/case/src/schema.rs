//! The published JSON Schema of `assessment.json`, generated from the model's own types.

use model::Assessment;
use schemars::generate::SchemaSettings;

/// The JSON Schema (draft 2020-12) of what [`crate::CaseWriter::write_assessment`] writes.
pub fn assessment_schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Assessment>();
    schema.insert("title".to_owned(), model::SCHEMA_VERSION.into());
    schema.to_value()
}
