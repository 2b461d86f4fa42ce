<%@ Language=VBScript %>
<%
' Small template class: {{name}} place-holders, {{#row}}...{{/row}} blocks. Text only.
Class CTemplate
  Private m_text, m_vars, m_rows
  Private Sub Class_Initialize
    Set m_vars = CreateObject("Scripting.Dictionary")
    m_rows = ""
  End Sub
  Public Sub Load(name)
    Dim st
    Select Case name
      Case "home", "news", "team", "imprint"
      Case Else name = "home"
    End Select
    Set st = CreateObject("ADODB.Stream")
    st.Type = 2 : st.Charset = "utf-8" : st.Open
    st.LoadFromFile Server.MapPath("/templates/" & name & ".tpl")
    m_text = st.ReadText
    st.Close
  End Sub
  Public Sub Assign(k, v)
    m_vars(k) = v
  End Sub
  Public Function BlockOf(b)
    Dim p, q
    p = InStr(m_text, "{{#" & b & "}}")
    q = InStr(m_text, "{{/" & b & "}}")
    BlockOf = ""
    If p > 0 And q > p Then BlockOf = Mid(m_text, p + Len(b) + 5, q - p - Len(b) - 5)
  End Function
  Public Sub ReplaceBlock(b, html)
    m_text = Replace(m_text, "{{#" & b & "}}" & BlockOf(b) & "{{/" & b & "}}", html)
  End Sub
  Public Function Render()
    Dim k, s
    s = m_text
    For Each k In m_vars.Keys
      s = Replace(s, "{{" & k & "}}", Server.HTMLEncode(m_vars(k)))
    Next
    Render = s
  End Function
End Class

Dim t, rows, b
Set t = New CTemplate
t.Load LCase(Request.QueryString("page"))
t.Assign "title", "Gartenbau Öhler"
t.Assign "year", CStr(Year(Now))
t.Assign "date", FormatDateTime(Date, vbLongDate)
b = t.BlockOf("news")
If b <> "" Then
  rows = Replace(Replace(b, "{{head}}", "Frühjahrsaktion"), "{{body}}", "20 % auf alle Stauden")
  rows = rows & Replace(Replace(b, "{{head}}", "Öffnungszeiten"), "{{body}}", "Mo-Sa 8-18 Uhr")
  t.ReplaceBlock "news", rows
End If
Response.Write t.Render()
%>
