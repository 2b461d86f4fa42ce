<?xml version="1.0" encoding="utf-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:msxsl="urn:schemas-microsoft-com:xslt" xmlns:fmt="urn:contoso:fmt" exclude-result-prefixes="msxsl fmt">
  <xsl:output method="html" indent="no" encoding="utf-8"/>
  <xsl:param name="lang" select="'en'"/>
  <xsl:param name="topic"/>
  <msxsl:script language="C#" implements-prefix="fmt"><![CDATA[
    public string Size(double bytes)
    {
        string[] units = { "B", "KB", "MB", "GB" };
        int i = 0;
        while (bytes >= 1024 && i < units.Length - 1) { bytes /= 1024; i++; }
        return bytes.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) + " " + units[i];
    }
  ]]></msxsl:script>
  <xsl:template match="/topic">
    <html lang="{$lang}">
      <head><title><xsl:value-of select="title"/></title></head>
      <body><h1><xsl:value-of select="title"/></h1><xsl:apply-templates select="section"/></body>
    </html>
  </xsl:template>
  <xsl:template match="section">
    <h2 id="{@id}"><xsl:value-of select="@title"/></h2>
    <xsl:apply-templates select="p|limits"/>
  </xsl:template>
  <xsl:template match="p"><p><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="limits">
    <table>
      <xsl:for-each select="limit">
        <xsl:sort select="@name"/>
        <tr><td><xsl:value-of select="@name"/></td><td><xsl:value-of select="fmt:Size(number(@bytes))"/></td></tr>
      </xsl:for-each>
    </table>
  </xsl:template>
</xsl:stylesheet>
