package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// Column heads one column of the table a kube-apiserver answers for a kind.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Format   string `json:"format,omitempty"`
	Priority int    `json:"priority,omitempty"`
}

// columnKey joins the first label of an API group with a kind: the printers know internal packages, not groups.
func columnKey(group, kind string) string {
	if group == "" {
		return "core/" + kind
	}
	return strings.SplitN(group, ".", 2)[0] + "/" + kind
}

// readColumns joins each list of column definitions with the kind that the printer registered for it prints.
func readColumns(file string) (map[string][]Column, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		return nil, err
	}
	packages := importedPackages(parsed)
	printed := map[string]string{}
	definitions := map[string][]Column{}
	registered := map[string]string{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if key := printedKind(n, packages); key != "" {
				printed[n.Name.Name] = key
			}
		case *ast.AssignStmt:
			if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
				if columns := columnLiteral(n.Rhs[0]); columns != nil {
					definitions[name(n.Lhs[0])] = columns
				}
			}
		case *ast.CallExpr:
			if selector, ok := n.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "TableHandler" && len(n.Args) == 2 {
				registered[name(n.Args[1])] = name(n.Args[0])
			}
		}
		return true
	})
	byKind := map[string][]Column{}
	for function, variable := range registered {
		if key, ok := printed[function]; ok {
			byKind[key] = definitions[variable]
		}
	}
	return byKind, nil
}

// importedPackages maps the name of each imported package of internal API types to the package's directory.
func importedPackages(file *ast.File) map[string]string {
	packages := map[string]string{}
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		group, internal := strings.CutPrefix(path, "k8s.io/kubernetes/pkg/apis/")
		versioned, external := strings.CutPrefix(path, "k8s.io/api/")
		switch {
		case external:
			group, _, _ = strings.Cut(versioned, "/")
		case !internal || strings.Contains(group, "/"):
			continue
		}
		alias := group
		if spec.Name != nil {
			alias = spec.Name.Name
		} else if external {
			alias = path[strings.LastIndexByte(path, '/')+1:]
		}
		packages[alias] = group
	}
	return packages
}

func printedKind(f *ast.FuncDecl, packages map[string]string) string {
	if !strings.HasPrefix(f.Name.Name, "print") || f.Type.Params.NumFields() == 0 {
		return ""
	}
	pointer, ok := f.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return ""
	}
	selector, ok := pointer.X.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	group, known := packages[name(selector.X)]
	if !known {
		return ""
	}
	return group + "/" + selector.Sel.Name
}

func columnLiteral(e ast.Expr) []Column {
	list, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	array, ok := list.Type.(*ast.ArrayType)
	if !ok {
		return nil
	}
	if selector, ok := array.Elt.(*ast.SelectorExpr); !ok || selector.Sel.Name != "TableColumnDefinition" {
		return nil
	}
	var columns []Column
	for _, element := range list.Elts {
		var column Column
		for _, entry := range element.(*ast.CompositeLit).Elts {
			pair := entry.(*ast.KeyValueExpr)
			switch name(pair.Key) {
			case "Name":
				column.Name = literal(pair.Value)
			case "Type":
				column.Type = literal(pair.Value)
			case "Format":
				column.Format = literal(pair.Value)
			case "Priority":
				if number, ok := pair.Value.(*ast.BasicLit); ok {
					column.Priority, _ = strconv.Atoi(number.Value)
				}
			}
		}
		columns = append(columns, column)
	}
	return columns
}
