<%@ Page Language="C#" Title="Réinitialisation du mot de passe" %>
<%@ Import Namespace="System.DirectoryServices.AccountManagement" %>
<%@ Assembly Name="System.DirectoryServices.AccountManagement, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089" %>
<script runat="server">
    protected void Page_Load(object sender, EventArgs e)
    {
        string token = Request.QueryString["t"] ?? "";
        if (!IsPostBack) views.SetActiveView(token.Length == 0 ? vRequest : vReset);
    }

    protected void Request_Click(object sender, EventArgs e)
    {
        if (!Page.IsValid) return;
        // même réponse que le compte existe ou non
        ResetTokens.SendIfKnown(user.Text.Trim(), Request.UserHostAddress);
        views.SetActiveView(vSent);
    }

    protected void Reset_Click(object sender, EventArgs e)
    {
        if (!Page.IsValid) return;
        string sam = ResetTokens.Consume(Request.QueryString["t"]);
        if (sam == null) { err.Text = "Le lien a expiré ou a déjà été utilisé."; return; }
        try
        {
            using (PrincipalContext ad = new PrincipalContext(ContextType.Domain))
            using (UserPrincipal u = UserPrincipal.FindByIdentity(ad, IdentityType.SamAccountName, sam))
            {
                u.SetPassword(p1.Text);
                u.UnlockAccount();
                u.Save();
            }
            views.SetActiveView(vDone);
        }
        catch (PasswordException) { err.Text = "Le mot de passe ne respecte pas la stratégie de sécurité."; }
    }
</script>
<!DOCTYPE html>
<html lang="fr"><head runat="server"><title></title><link rel="stylesheet" href="portail.css" /></head>
<body><form id="f" runat="server" autocomplete="off">
<asp:MultiView ID="views" runat="server">
<asp:View ID="vRequest" runat="server"><h1>Mot de passe oublié ?</h1>
<asp:TextBox ID="user" runat="server" placeholder="prénom.nom" /><asp:RequiredFieldValidator runat="server" ControlToValidate="user" ErrorMessage="Champ obligatoire" />
<asp:Button runat="server" Text="Envoyer le lien" OnClick="Request_Click" /></asp:View>
<asp:View ID="vSent" runat="server"><p>Si ce compte existe, un message vient d'être envoyé à l'adresse de secours.</p></asp:View>
<asp:View ID="vReset" runat="server"><h1>Nouveau mot de passe</h1>
<asp:TextBox ID="p1" runat="server" TextMode="Password" /><asp:TextBox ID="p2" runat="server" TextMode="Password" />
<asp:CompareValidator runat="server" ControlToValidate="p2" ControlToCompare="p1" ErrorMessage="Les mots de passe diffèrent" />
<asp:RegularExpressionValidator runat="server" ControlToValidate="p1" ValidationExpression="(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{12,}" ErrorMessage="12 caractères minimum, avec chiffres et majuscules" />
<asp:Button runat="server" Text="Valider" OnClick="Reset_Click" /><asp:Label ID="err" runat="server" CssClass="erreur" /></asp:View>
<asp:View ID="vDone" runat="server"><p>Votre mot de passe a été modifié.</p></asp:View>
</asp:MultiView></form></body></html>
