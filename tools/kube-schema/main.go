// Command kube-schema writes the table of Kubernetes' facts that Flotilla's API server reads: groups, versions,
// resources, kinds, and for every type its fields with JSON name, protobuf number, list type and patch strategy.
// It takes facts only; no description is copied.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"

	"k8s.io/apimachinery/pkg/runtime"
)

// Table is the whole resource file. Its JSON is written one type and one resource a line, sorted where the order
// carries no meaning, so that a new Kubernetes release shows as a readable difference.
type Table struct {
	KubernetesVersion string
	Groups            []Group
	Types             map[string]Type
}

func main() {
	version := flag.String("kubernetes", "v1.36.4", "version of k8s.io/kubernetes whose published API description is read")
	out := flag.String("out", "", "directory that receives kubernetes.json")
	fixtures := flag.String("fixtures", "", "directory that receives protobuf.json and decode.json, the decoders' test cases")
	flag.Parse()
	if err := run(*version, *out, *fixtures); err != nil {
		fmt.Fprintln(os.Stderr, "kube-schema:", err)
		os.Exit(1)
	}
}

func run(version, out, fixtures string) error {
	all, err := newScheme()
	if err != nil {
		return err
	}
	table, err := build(version, all)
	if err != nil {
		return err
	}
	if out != "" {
		if err := os.WriteFile(filepath.Join(out, "kubernetes.json"), table.render(), 0o644); err != nil {
			return err
		}
	}
	if fixtures == "" {
		return nil
	}
	pairs, err := renderProtobuf(all, table)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(fixtures, "protobuf.json"), pairs, 0o644); err != nil {
		return err
	}
	documents, err := renderDecode(all)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(fixtures, "decode.json"), documents, 0o644)
}

func build(version string, all *runtime.Scheme) (*Table, error) {
	source, err := moduleDir("k8s.io/kubernetes@" + version)
	if err != nil {
		return nil, err
	}
	staging := "v0" + version[len("v1"):]
	extensions, err := moduleDir("k8s.io/apiextensions-apiserver@" + staging)
	if err != nil {
		return nil, err
	}
	aggregator, err := moduleDir("k8s.io/kube-aggregator@" + staging)
	if err != nil {
		return nil, err
	}
	openapi, err := readOpenAPI(source)
	if err != nil {
		return nil, err
	}
	strategies, err := readStrategies(
		filepath.Join(source, "pkg/registry"), filepath.Join(extensions, "pkg/registry"),
		filepath.Join(aggregator, "pkg/registry"))
	if err != nil {
		return nil, err
	}
	columns, err := readColumns(filepath.Join(source, "pkg/printers/internalversion/printers.go"))
	if err != nil {
		return nil, err
	}
	types := newTypeWalker(openapi)
	groups, err := readGroups(source, all, types, strategies, columns)
	if err != nil {
		return nil, err
	}
	return &Table{KubernetesVersion: version, Groups: groups, Types: types.types}, nil
}

// moduleDir downloads a module's sources (nothing is compiled) and answers where they are.
func moduleDir(module string) (string, error) {
	output, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return "", fmt.Errorf("go mod download %s: %w", module, err)
	}
	var answer struct{ Dir string }
	if err := json.Unmarshal(output, &answer); err != nil {
		return "", err
	}
	return answer.Dir, nil
}

func (t *Table) render() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"kubernetesVersion\":%s,\n\"groups\":[", compact(t.KubernetesVersion))
	for i, g := range t.Groups {
		separator(&b, i)
		fmt.Fprintf(&b, "{\"name\":%s,\"versions\":[", compact(g.Name))
		for j, v := range g.Versions {
			separator(&b, j)
			fmt.Fprintf(&b, "{\"version\":%s,\"resources\":[", compact(v.Version))
			for k, r := range v.Resources {
				separator(&b, k)
				b.Write(compact(r))
			}
			fmt.Fprintf(&b, "],\n\"kinds\":%s}", compact(v.Kinds))
		}
		b.WriteString("]}")
	}
	b.WriteString("],\n\"types\":{")
	names := make([]string, 0, len(t.Types))
	for name := range t.Types {
		names = append(names, name)
	}
	sort.Strings(names)
	for i, name := range names {
		separator(&b, i)
		fmt.Fprintf(&b, "%s:%s", compact(name), compact(t.Types[name]))
	}
	b.WriteString("}}\n")
	return b.Bytes()
}

func separator(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
	b.WriteByte('\n')
}

func compact(v any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
