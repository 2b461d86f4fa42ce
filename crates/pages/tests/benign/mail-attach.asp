<% Set m = Server.CreateObject("CDO.Message")
m.From = "web@example.test" : m.To = Request.Form("email") : m.Subject = "Your brochure"
m.AddAttachment Server.MapPath("files/brochure.pdf")
m.HTMLBody = "<p>Dear " & Server.HTMLEncode(Request.Form("name")) & "</p>" : m.Send %>
