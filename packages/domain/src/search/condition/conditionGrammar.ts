/** The grammar of the text form, for people: it stands in the reference and in `parseCondition`'s own words. */
export const conditionGrammar = `condition    = conjunction { "or" conjunction } ;
conjunction  = factor { "and" factor } ;
factor       = "not" factor | "(" condition ")" | term ;
term         = "price" [ of ] [ place ] comparison number [ currency ]
             | "value" [ place ] comparison number [ unit ]      (* a selector or a unit, or both *)
             | "availability" [ of ] [ place ] "is" ( "in_stock" | "sold_out" | "preorder" )
             | "status" [ of ] [ place ] "is" state
             | "version" [ of ] [ place ] comparison string
             | "entry" [ place ] "matches" anyOf
             | "text" [ place ] ( "contains" | "lacks" ) string
             | "date" [ of ] [ place ] ( ( "before" | "after" | "on" ) string | "within" [ "last" ] number span )
             | "changed" [ place ] ;
of           = "of" string ;                                      (* the thing that is meant *)
place        = "(" ( string | "page" ) [ "," string ] ")" ;       (* URL or page, then CSS or a JSON pointer *)
anyOf        = allOf { "|" allOf } ;
allOf        = words { "&" words } ;
words        = "!" words | "(" anyOf ")" | word | string ;
state        = "open" | "closed" | "announced" | "published" | "cancelled" | "postponed" | "extended" | "renewed" ;
span         = "hours" | "days" | "weeks" ;
comparison   = "<" | "<=" | ">" | ">=" | "==" | "!=" ;
number       = [ "-" ] digits [ "." digits ] [ "e" [ "+" | "-" ] digits ] ;
currency     = three letters of ISO 4217 ;
unit         = word | string ;
string       = '"' { character | "\\" escape } '"' ;               (* escapes as in JSON *)`
