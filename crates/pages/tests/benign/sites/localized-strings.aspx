<%@ Page Language="C#" ContentType="application/x-javascript" ResponseEncoding="utf-8" EnableSessionState="False" %>
<%@ Import Namespace="System.Collections.Generic" %>
<%@ Import Namespace="System.Globalization" %>
<%@ Import Namespace="System.Threading" %>
<script runat="server">
    static readonly string[] Keys = { "inbox", "drafts", "sent", "deleted", "junk", "reply", "forward", "search" };
    static readonly Dictionary<string, string[]> t = Load();
    static Dictionary<string, string[]> Load()
    {
        Dictionary<string, string[]> t = new Dictionary<string, string[]>();
        t["en"] = new string[] { "Inbox", "Drafts", "Sent Items", "Deleted Items", "Junk E-Mail", "Reply", "Forward", "Search" };
        t["de"] = new string[] { "Posteingang", "Entwürfe", "Gesendete Elemente", "Gelöschte Elemente", "Junk-E-Mail", "Antworten", "Weiterleiten", "Suchen" };
        t["fr"] = new string[] { "Boîte de réception", "Brouillons", "Éléments envoyés", "Éléments supprimés", "Courrier indésirable", "Répondre", "Transférer", "Rechercher" };
        t["ja"] = new string[] { "受信トレイ", "下書き", "送信済みアイテム", "削除済みアイテム", "迷惑メール", "返信", "転送", "検索" };
        t["ru"] = new string[] { "Входящие", "Черновики", "Отправленные", "Удаленные", "Нежелательная почта", "Ответить", "Переслать", "Поиск" };
        t["zh"] = new string[] { "收件箱", "草稿", "已发送邮件", "已删除邮件", "垃圾邮件", "答复", "转发", "搜索" };
        t["ar"] = new string[] { "علبة الوارد", "المسودات", "العناصر المرسلة", "العناصر المحذوفة", "البريد غير الهام", "رد", "إعادة توجيه", "بحث" };
        return t;
    }
    protected override void InitializeCulture()
    {
        try
        {
            string l = Request.QueryString["l"];
            if (!string.IsNullOrEmpty(l) && l.Length <= 5)
                Thread.CurrentThread.CurrentUICulture = CultureInfo.GetCultureInfo(l);
        }
        catch (ArgumentException) { }
        base.InitializeCulture();
    }
    protected override void Render(HtmlTextWriter w)
    {
        string[] s;
        if (!t.TryGetValue(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, out s)) s = t["en"];
        w.Write("var L_={");
        for (int i = 0; i < Keys.Length; i++)
            w.Write((i > 0 ? "," : "") + Keys[i] + ":'" + HttpUtility.JavaScriptStringEncode(s[i]) + "'");
        w.Write("};L_.rtl=" + (CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "1" : "0") + ";");
    }
</script>
