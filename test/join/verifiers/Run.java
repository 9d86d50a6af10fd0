import java.util.*;

public final class Run {
  public static void main(String[] args) throws Exception {
    var own = new VerifyCall.CallKey(args[0], null, args[1]);
    var gateway = new VerifyCall.CallKey(args[2], args[3], null);
    var verifier = new VerifyCall(List.of(own), List.of(gateway));
    var input = new Scanner(System.in);
    while (input.hasNextLine()) {
      var parts = input.nextLine().split("\t");
      var headers = new HashMap<String, String>();
      for (var line : new String(Base64.getDecoder().decode(parts[4])).split("\n")) {
        var pair = line.split(": ", 2);
        headers.put(pair[0], pair[1]);
      }
      var body = Base64.getDecoder().decode(parts[3]);
      System.out.println(verifier.verify(parts[0], parts[1], headers, body, Long.parseLong(parts[2])).orElse("refused"));
    }
  }
}
