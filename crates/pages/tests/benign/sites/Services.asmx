<%@ WebService Language="C#" CodeBehind="Services.asmx.cs" Class="Contoso.Mail.Services.MailboxWebService, Contoso.Mail.Services, Version=15.1.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<%-- WSDL is generated from the compiled type. Do not add inline code to this file; it is replaced by every cumulative update. --%>
<%-- Protocols: HttpSoap, HttpSoap12, Documentation are controlled in web.config --%>
