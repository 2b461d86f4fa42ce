<?xml version="1.0" encoding="utf-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:msxsl="urn:schemas-microsoft-com:xslt" xmlns:u="urn:northmail-util" exclude-result-prefixes="msxsl u">
  <msxsl:script language="JScript" implements-prefix="u"><![CDATA[
    function size(n) {
      var v = parseFloat(n), k = ["B", "KB", "MB", "GB"], i = 0;
      if (isNaN(v)) return "";
      while (v >= 1024 && i < 3) { v = v / 1024; i++; }
      return v.toFixed(i ? 1 : 0) + " " + k[i];
    }
  ]]></msxsl:script>
  <xsl:output method="html" encoding="utf-8" indent="no"/>
  <xsl:param name="title">Mailbox report</xsl:param>
  <xsl:template match="/report">
    <html><head><title><xsl:value-of select="$title"/></title></head>
    <body><table border="1"><tr><th>Mailbox</th><th>Items</th><th>Size</th></tr>
      <xsl:for-each select="mailbox"><xsl:sort select="@size" data-type="number" order="descending"/>
        <tr><xsl:if test="@size &gt; @quota"><xsl:attribute name="class">over</xsl:attribute></xsl:if>
          <td><xsl:value-of select="@name"/></td><td align="right"><xsl:value-of select="format-number(@items,'#,##0')"/></td><td><xsl:value-of select="u:size(string(@size))"/></td></tr>
      </xsl:for-each></table>
      <p>Total: <xsl:value-of select="sum(mailbox/@items)"/></p></body></html>
  </xsl:template>
</xsl:stylesheet>
