<%@ WebService Language="C#" CodeBehind="~/App_Code/LookupService.cs" Class="Fennimore.Crm.LookupService" Debug="false" %>
<%-- CRM lookup lists (titles, countries, branches) --%>
