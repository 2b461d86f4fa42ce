<%@ WebService Language="C#" CodeBehind="~/App_Code/Legacy.cs" Class="Contoso.Legacy" %>
