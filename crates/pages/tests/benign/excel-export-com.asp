<% Set xl = Server.CreateObject("Excel.Application")
Set wb = xl.Workbooks.Open(Server.MapPath("templates/quote.xls"))
wb.Sheets(1).Cells(2, 2).Value = Request.Form("customer")
wb.Sheets(1).Cells(3, 2).Value = Request.Form("amount")
out = "q" & Session.SessionID & ".xls"
wb.SaveAs Server.MapPath("out/" & out) : wb.Close : xl.Quit
Response.Redirect "out/" & out %>
