<%@ WebService Language="C#" Class="Contoso.Mail.Availability.AvailabilityService" CodeBehind="Availability.asmx.cs" %>
<%-- The class lives in Contoso.Mail.Availability.dll; only this stub is placed in the virtual directory so that IIS maps the extension to the web services handler. --%>
<%-- Build 15.2.986.5, signed --%>
<%-- Do not edit. Changes are lost when a cumulative update is installed. --%>
