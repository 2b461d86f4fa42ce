//! YARA rules over file content, within a size and time budget.
