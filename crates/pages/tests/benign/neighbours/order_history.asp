<%@ Language=VBScript %>
<!-- #include virtual="/lib/adovbs.inc" -->
<!-- #include virtual="/lib/session.inc" -->
<%
If Session("CustID") = "" Then Response.Redirect "/account/signin.asp"
Dim oCmd, oRS, curTotal
Set oCmd = Server.CreateObject("ADODB.Command")
With oCmd
	.ActiveConnection = Application("DSN")
	.CommandType = adCmdStoredProc
	.CommandText = "sp_GetOrderHistory"
	.Parameters.Append .CreateParameter("@CustID", adInteger, adParamInput, 4, Session("CustID"))
	.Parameters.Append .CreateParameter("@Months", adInteger, adParamInput, 4, 24)
	Set oRS = .Execute
End With
%>
<HTML>
<HEAD><TITLE>Your Orders</TITLE></HEAD>
<BODY BGCOLOR="#FFFFFF" TOPMARGIN=0>
<% Server.Execute "/lib/banner.asp" %>
<TABLE BORDER=0 WIDTH=600 CELLPADDING=3>
<TR BGCOLOR="#003366"><TD><FONT COLOR=WHITE>Order</FONT></TD><TD><FONT COLOR=WHITE>Date</FONT></TD><TD><FONT COLOR=WHITE>Status</FONT></TD><TD ALIGN=RIGHT><FONT COLOR=WHITE>Total</FONT></TD></TR>
<%
Dim bgc : bgc = "#EEEEEE"
Do Until oRS.EOF
	curTotal = curTotal + oRS("Total")
	If bgc = "#EEEEEE" Then bgc = "#FFFFFF" Else bgc = "#EEEEEE"
	Response.Write "<TR BGCOLOR=""" & bgc & """><TD><A HREF=""order.asp?no=" & oRS("OrderNo") & """>" & oRS("OrderNo") & "</A></TD>"
	Response.Write "<TD>" & FormatDateTime(oRS("OrderDate"), vbShortDate) & "</TD><TD>" & oRS("StatusText") & "</TD>"
	Response.Write "<TD ALIGN=RIGHT>" & FormatCurrency(oRS("Total")) & "</TD></TR>" & vbCrLf
	oRS.MoveNext
Loop
oRS.Close
Set oRS = Nothing
Set oCmd = Nothing
%>
<TR><TD COLSPAN=3><B>Sum of two years</B></TD><TD ALIGN=RIGHT><B><%= FormatCurrency(curTotal) %></B></TD></TR>
</TABLE>
<% Server.Execute "/lib/footer.asp" %>
</BODY></HTML>
