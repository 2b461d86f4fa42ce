<%
Set Pdf = Server.CreateObject("Persits.Pdf") : Set Doc = Pdf.OpenDocument(Server.MapPath("forms/order.pdf"))
Doc.Form.FindField("name").SetFieldValue Request.Form("name"), Doc.Fonts("Helvetica")
Doc.SaveHttp "attachment; filename=order.pdf"
%>