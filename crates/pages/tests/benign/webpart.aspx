<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/_layouts/site.master" %>
<%@ Register TagPrefix="SharePoint" Namespace="Contoso.Controls" Assembly="Contoso.Controls, Version=16.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c" %>
<SharePoint:FormDigest runat="server"/><asp:Content ContentPlaceHolderID="Main" runat="server"><SharePoint:ListView runat="server" ID="lv"/></asp:Content>
