//! IIS configuration: builds and sites, and what a broken file still gives.

use model::GapReason::Damaged;

use crate::testing::{self, Wanted};

#[test]
fn goldens() {
    testing::goldens("iis_config");
}

#[test]
fn real_application_hosts() {
    let wanted: [Wanted<'_>; 16] = [
        ("E15_Configured_Both", "iis-config", 123, &[]),
        ("E15_Configured_Cas", "iis-config", 62, &[]),
        ("E15_Configured_Mbx", "iis-config", 86, &[]),
        ("E15_NotConfigured_Both", "iis-config", 123, &[]),
        ("E15_NotConfigured_Cas", "iis-config", 62, &[]),
        ("E15_NotConfigured_Mbx", "iis-config", 86, &[]),
        ("E16_Configured_App", "iis-config", 123, &[]),
        ("E16_Configured_IPF", "iis-config", 123, &[]),
        ("E16_Not", "iis-config", 123, &[]),
        ("E16_applicationHost_D", "iis-config", 123, &[]),
        ("E16_applicationHost_M", "iis-config", 123, &[]),
        ("E19_Configured_App", "iis-config", 123, &[]),
        ("E19_Configured_IPF", "iis-config", 123, &[]),
        ("E19_Mis", "iis-config", 123, &[]),
        ("E19_Not", "iis-config", 123, &[]),
        ("E19_applicationHost_D", "iis-config", 123, &[]),
    ];
    testing::check_shared("iis_config/shared_tests", &wanted);
}

#[test]
fn real_server_2016() {
    let wanted: [Wanted<'_>; 26] = [
        ("DefaultWebSite-AutoD", "iis-config", 1, &[]),
        ("DefaultWebSite-EAS", "iis-config", 1, &[]),
        ("DefaultWebSite-ECP", "iis-config", 0, &[]),
        ("DefaultWebSite-EWS", "iis-config", 1, &[]),
        ("DefaultWebSite-MAPI", "iis-config", 0, &[]),
        ("DefaultWebSite-OAB", "iis-config", 1, &[]),
        ("DefaultWebSite-OWA", "iis-config", 2, &[]),
        ("DefaultWebSite-PowerShell", "iis-config", 0, &[]),
        ("DefaultWebSite-RPC", "iis-config", 1, &[]),
        ("DefaultWebSite-Rest", "iis-config", 1, &[]),
        ("DefaultWebSite_Shared", "none", 0, &[]),
        ("DefaultWebSite_web", "iis-config", 1, &[]),
        ("ExchangeBackEnd-AutoD", "iis-config", 19, &[]),
        ("ExchangeBackEnd-EAS", "iis-config", 1, &[]),
        ("ExchangeBackEnd-ECP", "iis-config", 14, &[]),
        ("ExchangeBackEnd-EWS", "iis-config", 17, &[]),
        ("ExchangeBackEnd-MapiEmsmdb", "iis-config", 2, &[]),
        ("ExchangeBackEnd-MapiNspi", "iis-config", 1, &[]),
        ("ExchangeBackEnd-OAB", "iis-config", 0, &[]),
        ("ExchangeBackEnd-OWA", "iis-config", 4, &[]),
        ("ExchangeBackEnd-PowerShell", "iis-config", 1, &[]),
        ("ExchangeBackEnd-Push", "iis-config", 1, &[]),
        ("ExchangeBackEnd-Rest", "iis-config", 0, &[]),
        ("ExchangeBackEnd-Rpc", "iis-config", 1, &[]),
        ("ExchangeBackEnd_Shared", "none", 0, &[]),
        ("applicationHost", "iis-config", 123, &[]),
    ];
    testing::check_shared("iis_config/E16", &wanted);
}

#[test]
fn real_server_2019() {
    let wanted: [Wanted<'_>; 31] = [
        ("BadApplicationHost.config", "iis-config", 123, &[(Damaged, 1)]),
        ("DefaultWebSite-AutoD_web.config", "iis-config", 1, &[]),
        ("DefaultWebSite-EAS_web.config", "iis-config", 1, &[]),
        ("DefaultWebSite-ECP_web.config", "iis-config", 0, &[]),
        ("DefaultWebSite-EWS_web.config", "iis-config", 1, &[]),
        ("DefaultWebSite-MAPI_web.config", "iis-config", 0, &[]),
        ("DefaultWebSite-OAB_web.config", "iis-config", 1, &[]),
        ("DefaultWebSite-OWA_web.config", "iis-config", 2, &[]),
        ("DefaultWebSite-PowerShell_web.config", "iis-config", 0, &[]),
        ("DefaultWebSite-RPC_web.config", "iis-config", 1, &[]),
        ("DefaultWebSite-Rest_web.config", "iis-config", 1, &[]),
        ("DefaultWebSite_SharedWebConfig.config", "none", 0, &[]),
        ("DefaultWebSite_web.config", "iis-config", 1, &[]),
        ("DefaultWebSite_web1.config", "iis-config", 1, &[(Damaged, 1)]),
        ("DefaultWebSite_web2.config", "iis-config", 1, &[]),
        ("ExchangeBackEnd-AutoD_web.config", "iis-config", 19, &[]),
        ("ExchangeBackEnd-EAS_web.config", "iis-config", 1, &[]),
        ("ExchangeBackEnd-ECP_web.config", "iis-config", 14, &[]),
        ("ExchangeBackEnd-EWS_web.config", "iis-config", 17, &[]),
        ("ExchangeBackEnd-MapiEmsmdb_web.config", "iis-config", 2, &[]),
        ("ExchangeBackEnd-MapiNspi_web.config", "iis-config", 1, &[]),
        ("ExchangeBackEnd-OAB_web.config", "iis-config", 0, &[]),
        ("ExchangeBackEnd-OWA_web.config", "iis-config", 5, &[]),
        ("ExchangeBackEnd-PowerShell_web.config", "iis-config", 1, &[]),
        ("ExchangeBackEnd-Push_web.config", "iis-config", 1, &[]),
        ("ExchangeBackEnd-RPC_web.config", "iis-config", 1, &[]),
        ("ExchangeBackEnd-Rest_web.config", "iis-config", 0, &[]),
        ("ExchangeBackEnd_SharedWebConfig.config", "none", 0, &[]),
        ("applicationHost.config", "iis-config", 123, &[]),
        ("applicationHost1.config", "iis-config", 123, &[]),
        ("applicationHost2.config", "iis-config", 123, &[]),
    ];
    testing::check_shared("iis_config/E19", &wanted);
}
