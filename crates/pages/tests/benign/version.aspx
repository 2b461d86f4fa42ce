<%@ Page Language="C#" AutoEventWireup="true" %>
<%= typeof(Page).Assembly.GetName().Version %> <%= System.Reflection.Assembly.GetExecutingAssembly().GetName().Version %>
