<% Set cat = Server.CreateObject("ADOX.Catalog")
cat.ActiveConnection = "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("/db/site.mdb")
For Each t In cat.Tables
 If t.Type = "TABLE" Then Response.Write "<option>" & t.Name & "</option>"
Next %>
