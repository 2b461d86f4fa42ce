<%@ WebService Language="C#" Class="Gongju" %>
using System;
using System.Web.Services;

/// <summary>
/// 内部工具服务：金额大写、单位换算
/// 作者：信息中心 2012-05
/// </summary>
[WebService(Namespace = "http://oa.huadong.local/tools/")]
public class Gongju : WebService
{
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private static readonly string[] Units = { "", "拾", "佰", "仟", "万", "拾", "佰", "仟", "亿", "拾", "佰", "仟" };

    [WebMethod(Description = "人民币金额转大写")]
    public string JinE(decimal amount)
    {
        if (amount < 0 || amount > 999999999999m) throw new ArgumentOutOfRangeException("amount", "金额超出范围");
        string yuan = decimal.Truncate(amount).ToString("0");
        string r = "";
        for (int i = 0; i < yuan.Length; i++)
        {
            int d = yuan[i] - '0', pos = yuan.Length - 1 - i;
            if (d != 0) r += Digits[d] + Units[pos];
            else if (pos % 4 == 0) r = r.TrimEnd('零') + Units[pos];
            else if (!r.EndsWith("零")) r += "零";
        }
        r = r.TrimEnd('零') + "元";
        int fen = (int)(decimal.Round(amount - decimal.Truncate(amount), 2) * 100);
        if (fen == 0) return r + "整";
        return r + (fen / 10 > 0 ? Digits[fen / 10] + "角" : "零") + (fen % 10 > 0 ? Digits[fen % 10] + "分" : "");
    }

    [WebMethod(Description = "摄氏转华氏")]
    public double HuaShi(double c) { return c * 9 / 5 + 32; }
}
