using System;
using System.Collections.Generic;
using System.Text;

public static class Run {
  public static void Main(string[] args) {
    var verifier = new VerifyCall(
      new Dictionary<string, string> { { args[0], args[1] } },
      new Dictionary<string, string> { { args[2], args[3] } });
    for (string line; (line = Console.ReadLine()) != null; ) {
      var parts = line.Split('\t');
      var headers = new Dictionary<string, string>();
      foreach (var header in Encoding.UTF8.GetString(Convert.FromBase64String(parts[4])).Split('\n')) {
        var at = header.IndexOf(": ");
        headers[header.Substring(0, at)] = header.Substring(at + 2);
      }
      var body = Convert.FromBase64String(parts[3]);
      Console.WriteLine(verifier.Verify(parts[0], parts[1], headers, body, long.Parse(parts[2])) ?? "refused");
    }
  }
}
