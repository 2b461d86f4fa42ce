<%@ WebService Language="C#" CodeBehind="~/App_Code/AddressBook.cs" Class="Northmail.Services.AddressBook, Northmail.Services, Version=15.2.986.5, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<%-- Copyright (c) Northmail Software. All rights reserved. This service is called by desktop clients for offline lookups. Don't edit. --%>
