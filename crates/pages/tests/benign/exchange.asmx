<%@ WebService Language="c#" Class="Contoso.Exchange.Services.Wcf.EWSService" %>
