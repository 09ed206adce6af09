import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Adds up the reports that Surefire and Failsafe left below the given directories. Fails when a test failed, when one was
 * skipped, and when a directory has no test at all. The last line reads {@code N passed, N failed, N skipped}.
 */
final class Results {
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private int passed;

    public static void main(String[] directories) throws Exception {
        Results results = new Results();
        for (String directory : directories) {
            results.addAll(Path.of(directory));
        }
        results.print();
        System.exit(results.isGreen() ? 0 : 1);
    }

    private void addAll(Path directory) throws Exception {
        int before = count();
        for (Path report : reports(directory)) {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                add((Element) cases.item(i));
            }
        }
        System.out.printf("%-40s %6d tests%n", directory, count() - before);
        if (count() == before) {
            empty.add(directory.toString());
        }
    }

    private static List<Path> reports(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String kind : List.of("surefire-reports", "failsafe-reports")) {
            Path reports = directory.resolve(kind);
            if (Files.isDirectory(reports)) {
                try (Stream<Path> files = Files.list(reports)) {
                    files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                            .sorted()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private void add(Element test) {
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        for (Node child = test.getFirstChild(); child != null; child = child.getNextSibling()) {
            switch (child.getNodeName()) {
                case "failure", "error" -> {
                    failed.add(name + because(child));
                    return;
                }
                case "skipped" -> {
                    skipped.add(name + because(child));
                    return;
                }
                default -> {}
            }
        }
        passed++;
    }

    private static String because(Node outcome) {
        String message = ((Element) outcome).getAttribute("message").strip();
        String because = message.isEmpty() ? outcome.getTextContent().strip() : message;
        return because.lines().findFirst().map(line -> ": " + line).orElse("");
    }

    private int count() {
        return passed + failed.size() + skipped.size();
    }

    private boolean isGreen() {
        return failed.isEmpty() && skipped.isEmpty() && empty.isEmpty();
    }

    private void print() {
        failed.forEach(name -> System.out.println("FAILED   " + name));
        skipped.forEach(name -> System.out.println("SKIPPED  " + name));
        empty.forEach(name -> System.out.println("NO TESTS " + name));
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed.size(), skipped.size());
    }
}
