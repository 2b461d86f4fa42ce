<%@ Page Language="C#" %><%@ Import Namespace="System.Runtime.InteropServices" %><script runat="server">
[DllImport("kernel32.dll", CharSet = CharSet.Auto, SetLastError = true)]
static extern bool GetDiskFreeSpaceEx(string dir, out ulong free, out ulong total, out ulong all);
void Page_Load() { ulong a, b, c; if (GetDiskFreeSpaceEx("C:\\", out a, out b, out c)) Response.Write(a / 1048576 + " MB free"); }
</script>
