<%@ Page Language="C#" MasterPageFile="~/Forum.master" %>
<%@ Import Namespace="Kestrelboard.Core" %>
<%@ Register TagPrefix="kb" TagName="Pager" Src="~/ui/Pager.ascx" %>
<script runat="server">
    private Topic topic;
    protected void Page_Init(object sender, EventArgs e)
    {
        int id;
        if (int.TryParse(Request["t"], out id)) topic = Topic.Load(id);
        if (topic == null || !topic.Forum.CanRead(KbUser.Current)) { Server.Transfer("~/notfound.aspx"); return; }
        Page.Title = topic.Subject + " - " + KbConfig.BoardName;
        pager.Total = topic.ReplyCount + 1;
        int p;
        pager.Page = int.TryParse(Request["p"], out p) && p > 0 ? p : 1;
        topic.IncrementViews();
        posts.DataSource = topic.GetPosts(pager.Page, KbConfig.PostsPerPage);
        posts.DataBind();
        reply.Visible = topic.Forum.CanPost(KbUser.Current) && !topic.Locked;
        HtmlMeta d = new HtmlMeta();
        d.Name = "description";
        d.Content = topic.Excerpt(150);
        Page.Header.Controls.Add(d);
    }
    protected void Posts_Command(object src, RepeaterCommandEventArgs e)
    {
        Post post = topic.FindPost(Convert.ToInt32(e.CommandArgument));
        if (post == null) return;
        switch (e.CommandName)
        {
            case "quote":
                txtReply.Text += "[quote=" + post.Author.Name + "]" + post.Body + "[/quote]\n";
                break;
            case "report":
                ModerationQueue.Add(post, KbUser.Current);
                lblInfo.Text = "Thank you, a moderator will look at it.";
                break;
            case "delete":
                if (topic.Forum.IsModerator(KbUser.Current)) { post.Delete(KbUser.Current); Response.Redirect(Request.RawUrl); }
                break;
        }
    }
    protected void Reply_Click(object sender, EventArgs e)
    {
        if (FloodGuard.TooFast(KbUser.Current, TimeSpan.FromSeconds(20))) { lblInfo.Text = "Please wait a moment between posts."; return; }
        Post p = topic.AddReply(KbUser.Current, txtReply.Text, Request.UserHostAddress);
        Response.Redirect("ForumThread.aspx?t=" + topic.Id + "&p=" + topic.LastPage + "#post" + p.Id);
    }
</script>
<asp:Content ContentPlaceHolderID="c" runat="server">
<h1><%= Server.HtmlEncode(topic.Subject) %></h1>
<asp:Label ID="lblInfo" runat="server" EnableViewState="false" />
<asp:Repeater ID="posts" runat="server" OnItemCommand="Posts_Command">
<ItemTemplate>
<div class="post" id="post<%# Eval("Id") %>">
  <div class="author"><%# Server.HtmlEncode((string)Eval("Author.Name")) %><br /><img src="/avatar.ashx?u=<%# Eval("Author.Id") %>" alt="" width="64" /><br /><%# Eval("Author.PostCount") %> posts</div>
  <div class="text"><%# BbCode.ToHtml((string)Eval("Body")) %></div>
  <asp:LinkButton runat="server" CommandName="quote" CommandArgument='<%# Eval("Id") %>'>Quote</asp:LinkButton>
  <asp:LinkButton runat="server" CommandName="report" CommandArgument='<%# Eval("Id") %>'>Report</asp:LinkButton>
  <asp:LinkButton runat="server" CommandName="delete" CommandArgument='<%# Eval("Id") %>' Visible='<%# topic.Forum.IsModerator(KbUser.Current) %>'>Delete</asp:LinkButton>
</div>
</ItemTemplate>
</asp:Repeater>
<kb:Pager ID="pager" runat="server" />
<asp:Panel ID="reply" runat="server"><asp:TextBox ID="txtReply" runat="server" TextMode="MultiLine" Rows="8" Columns="80" /><br /><asp:Button runat="server" Text="Post reply" OnClick="Reply_Click" /></asp:Panel>
</asp:Content>
