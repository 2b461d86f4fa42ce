<%@ WebService Language="C#" CodeBehind="Spell.asmx.cs" Class="Norvane.Web.Services.Spell, Norvane.Web.Services" %>
