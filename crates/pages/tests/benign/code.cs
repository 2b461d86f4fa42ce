using System; namespace Contoso { public class Order { public int Id { get; set; } public string Execute(string text) { return Run(text); } string Run(string s) { return s; } } }
