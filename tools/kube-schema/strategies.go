package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// Strategy is what a kube-apiserver's registry decides for a resource and its published description leaves out.
type Strategy struct {
	// Generation says that the resource counts changes of its specification in metadata.generation.
	Generation bool `json:"generation,omitempty"`
	// Conditional says that an update must name the resourceVersion it replaces.
	Conditional bool `json:"conditional,omitempty"`
	// CreateOnUpdate says that a PUT of an absent name creates it.
	CreateOnUpdate bool `json:"createOnUpdate,omitempty"`
	// ReturnsDeleted says that DELETE answers with the object, not with a Status.
	ReturnsDeleted bool `json:"returnsDeleted,omitempty"`
	// Reset and StatusReset are the paths that a write to the resource, or to its status, cannot set.
	Reset       []string `json:"reset,omitempty"`
	StatusReset []string `json:"statusReset,omitempty"`
}

// readStrategies reads registry packages: strategy.go holds the rules, storage.go names the resource.
func readStrategies(roots ...string) (map[string]Strategy, error) {
	found := map[string]Strategy{}
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || entry.Name() != "strategy.go" {
				return err
			}
			dir := filepath.Dir(path)
			resource, returnsDeleted := "", false
			for _, storage := range []string{"storage/storage.go", "etcd/etcd.go", "etcd.go"} {
				if resource == "" {
					resource, returnsDeleted = readStorage(filepath.Join(dir, storage))
				}
			}
			if resource == "" {
				return nil // Custom resources: which one it serves is known only when it runs.
			}
			strategy, err := readStrategy(path)
			if err != nil {
				return err
			}
			strategy.ReturnsDeleted = returnsDeleted
			found[resource] = strategy
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

func readStorage(file string) (resource string, returnsDeleted bool) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		return "", false
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if selector, ok := n.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Resource" && len(n.Args) == 1 && resource == "" {
				resource = literal(n.Args[0])
			}
		case *ast.KeyValueExpr:
			if name(n.Key) == "ReturnDeletedObject" {
				returnsDeleted = name(n.Value) == "true"
			}
		}
		return true
	})
	return resource, returnsDeleted
}

func readStrategy(file string) (Strategy, error) {
	var strategy Strategy
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		return strategy, err
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, target := range n.Lhs {
				if selector, ok := target.(*ast.SelectorExpr); ok && selector.Sel.Name == "Generation" {
					strategy.Generation = true
				}
			}
		case *ast.FuncDecl:
			strategy.method(n)
		}
		return true
	})
	return strategy, nil
}

func (s *Strategy) method(f *ast.FuncDecl) {
	if f.Recv == nil || f.Body == nil {
		return
	}
	onStatus := strings.Contains(strings.ToLower(receiver(f)), "status")
	switch f.Name.Name {
	case "AllowUnconditionalUpdate":
		if !onStatus {
			s.Conditional = returned(f) == "false"
		}
	case "AllowCreateOnUpdate":
		if !onStatus {
			s.CreateOnUpdate = returned(f) == "true"
		}
	case "GetResetFields":
		if onStatus {
			s.StatusReset = paths(f)
		} else if len(s.Reset) == 0 {
			s.Reset = paths(f)
		}
	}
}

func receiver(f *ast.FuncDecl) string {
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	return name(t)
}

func returned(f *ast.FuncDecl) string {
	if len(f.Body.List) == 1 {
		if statement, ok := f.Body.List[0].(*ast.ReturnStmt); ok && len(statement.Results) == 1 {
			return name(statement.Results[0])
		}
	}
	return ""
}

// paths are the arguments of every MakePathOrDie in a function, dots between their steps.
func paths(f *ast.FuncDecl) []string {
	set := map[string]bool{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "MakePathOrDie" {
			steps := make([]string, len(call.Args))
			for i, argument := range call.Args {
				steps[i] = literal(argument)
			}
			set[strings.Join(steps, ".")] = true
		}
		return true
	})
	sorted := make([]string, 0, len(set))
	for path := range set {
		sorted = append(sorted, path)
	}
	sort.Strings(sorted)
	return sorted
}

func literal(e ast.Expr) string {
	if basic, ok := e.(*ast.BasicLit); ok && basic.Kind == token.STRING {
		text, _ := strconv.Unquote(basic.Value)
		return text
	}
	return ""
}

func name(e ast.Expr) string {
	if identifier, ok := e.(*ast.Ident); ok {
		return identifier.Name
	}
	return ""
}
