//! The rules that this program brings along: what follows an Exchange break-in.
//!
//! They stand as files in `rules/sigma`, each with a firing and a near-miss sample in
//! `rules/sigma/tests`. A test holds this list equal to the folder.

use crate::{Placeholders, RuleSet};

macro_rules! rules {
    ($($name:literal)*) => {
        &[$((
            concat!("rules/sigma/", $name, ".yml"),
            include_str!(concat!("../../../rules/sigma/", $name, ".yml")),
        )),*]
    };
}

/// Name and text of each shipped rule.
pub static SHIPPED: &[(&str, &str)] = rules! {
    "account_added_by_command"
    "account_created"
    "archive_staged"
    "bitlocker_misused"
    "control_panel_viewstate"
    "control_panel_viewstate_request"
    "credential_hives_saved"
    "defender_exclusion_added"
    "defender_switched_off"
    "defender_weakened_by_command"
    "directory_object_script"
    "event_log_cleared"
    "exchange_audit_switched_off"
    "exchange_certificate_request_to_web"
    "exchange_export_trace_removed"
    "exchange_forwarding_set"
    "exchange_full_access_granted"
    "exchange_mailbox_export"
    "exchange_mailbox_export_to_web"
    "exchange_pool_starts_command"
    "exchange_process_writes_page"
    "exchange_role_assigned"
    "exchange_shell_from_script"
    "exchange_transport_agent_failed"
    "exchange_transport_agent_installed"
    "exchange_transport_rule_copies_mail"
    "exchange_virtual_directory_script"
    "iis_logging_off"
    "iis_module_added"
    "iis_module_added_by_command"
    "iis_passwords_read"
    "logs_cleared_by_command"
    "lsass_dump_command"
    "lsass_dump_file"
    "lsass_memory_read"
    "mail_services_stopped"
    "other_log_cleared"
    "privileged_group_member_added"
    "recovery_prevented"
    "scheduled_task_from_command"
    "scheduled_task_registered"
    "service_installed_suspicious"
    "um_deserialisation_fault"
    "um_worker_crash_report"
    "um_worker_starts_process"
    "um_worker_writes_file"
    "viewstate_refused"
    "web_worker_starts_command"
    "wmi_consumer_bound"
    "wmi_event_consumer"
};

impl RuleSet {
    /// The shipped rules alone.
    pub fn shipped() -> Self {
        Self::load(SHIPPED.iter().copied(), &Placeholders::new())
    }
}
